import { USUAL_DAYS } from '../../auth/auth.dto';
import { ROLES } from '../../domain/permissions';
import { SureForm } from './forms';
import { Empty } from './parts';
import type { Typed } from './sign-in';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

export interface TokenLine {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly until: string;
  readonly lastUsed: string;
  readonly by: string;
}

interface TokensProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly tokens: readonly TokenLine[];
  readonly typed: Typed;
}

export function TokensPage({ frame, notice, tokens, typed }: TokensProps) {
  const { tokens: words, fields, hints, roles } = frame.people;
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-muted">{words.intro}</p>
      {tokens.length === 0 && <Empty icon="list">{words.none}</Empty>}
      <ul class="tt-cards">
        {tokens.map((token) => (
          <Token key={token.id} frame={frame} token={token} />
        ))}
      </ul>
      <Panel id="add" title={words.add}>
        <form class="tt-form tt-narrow-form" method="post" action="/ma-truy-cap">
          <Csrf frame={frame} />
          <Field id="name" name="name" label={fields.name} value={typed.name} hint={hints.tokenName} />
          <div>
            <label class="form-label" for="role">
              {fields.role}
            </label>
            <select id="role" name="role" class="form-select">
              {ROLES.map((role) => (
                <option key={role} value={role} selected={role === typed.role}>
                  {roles[role]}
                </option>
              ))}
            </select>
          </div>
          <Field id="days" name="days" label={fields.days} type="number" value={typed.days ?? String(USUAL_DAYS)} />
          <button type="submit" class="btn btn-primary">
            {words.create}
          </button>
        </form>
      </Panel>
    </Shell>
  );
}

function Token({ frame, token }: { readonly frame: Frame; readonly token: TokenLine }) {
  const { tokens: words } = frame.people;
  return (
    <li class="tt-card tt-section">
      <h3 class="tt-card-title">
        {token.name} <span class="tt-muted tt-thin">({token.role})</span>
      </h3>
      <p class="tt-muted">
        {words.until} {token.until}. {words.lastUsed}: {token.lastUsed}. {words.by}: {token.by}
      </p>
      <SureForm
        frame={frame}
        action={`/ma-truy-cap/${token.id}/thu-hoi`}
        words={{ more: words.revokeMore, hint: words.revokeHint, label: words.revoke }}
        about={token.name}
      />
    </li>
  );
}
