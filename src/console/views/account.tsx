import { NewPassword } from './sign-in';
import { PostButton } from './forms';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

export interface SessionLine {
  readonly id: string;
  readonly isThis: boolean;
  readonly where: string;
  readonly since: string;
  readonly lastSeen: string;
}

interface AccountProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly roles: string;
  readonly mustChange: boolean;
  readonly sessions: readonly SessionLine[];
}

export function AccountPage({ frame, notice, roles, mustChange, sessions }: AccountProps) {
  const { account, fields } = frame.people;
  const asked = notice ?? (mustChange ? ({ tone: 'bad', text: account.mustChange } as const) : null);
  return (
    <Shell frame={frame} title={account.title} notice={asked}>
      <p class="tt-muted">
        {frame.reader?.name}: {roles}
      </p>
      <Panel id="password" title={account.changePassword}>
        <form class="tt-form tt-narrow-form" method="post" action="/tai-khoan/mat-khau">
          <Csrf frame={frame} />
          <Field id="present" name="present" label={fields.present} type="password" autocomplete="current-password" />
          <NewPassword label={account.password} frame={frame} />
          <button type="submit" class="btn btn-primary">
            {account.changePassword}
          </button>
        </form>
      </Panel>
      <Panel id="sessions" title={account.sessions}>
        <Sessions frame={frame} sessions={sessions} />
      </Panel>
    </Shell>
  );
}

function Sessions({ frame, sessions }: Pick<AccountProps, 'frame' | 'sessions'>) {
  const { account } = frame.people;
  return (
    <>
      <ul class="tt-cards">
        {sessions.map((session) => (
          <li key={session.id} class="tt-card">
            <p>
              <strong>{session.where}</strong> {session.isThis && `(${account.thisOne})`}
            </p>
            <p class="tt-muted">
              {account.since} {session.since}. {account.lastSeen}: {session.lastSeen}
            </p>
            {!session.isThis && (
              <PostButton
                frame={frame}
                action={`/tai-khoan/phien/${session.id}/ket-thuc`}
                label={account.end}
                tone="danger"
                about={session.where}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <PostButton
          frame={frame}
          action="/tai-khoan/phien/khac/ket-thuc"
          label={account.endOthers}
          formClass="tt-after"
        />
      )}
    </>
  );
}
