import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

/** What was typed before a refusal; never a password. */
export type Typed = Readonly<Record<string, string | undefined>>;

interface FormPageProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly typed: Typed;
}

export function SignInPage({ frame, notice, typed, isSetUp }: FormPageProps & { readonly isSetUp: boolean }) {
  const { signIn, fields } = frame.people;
  return (
    <Shell frame={frame} title={signIn.title} notice={notice}>
      <div class="tt-narrow">
        <Panel id="sign-in" title={frame.station}>
          {isSetUp ? (
            <form class="tt-form" method="post" action="/dang-nhap">
              <Csrf frame={frame} />
              <input type="hidden" name="next" value={typed.next ?? '/'} />
              <Field
                id="username"
                name="username"
                label={fields.username}
                value={typed.username}
                autocomplete="username"
              />
              <Field
                id="password"
                name="password"
                label={fields.password}
                type="password"
                autocomplete="current-password"
              />
              <button type="submit" class="btn btn-primary tt-wide">
                {signIn.button}
              </button>
              <p class="tt-hint">{signIn.forgotten}</p>
            </form>
          ) : (
            <p>{signIn.notSetUp}</p>
          )}
        </Panel>
      </div>
    </Shell>
  );
}

export function SetUpPage({ frame, notice, typed }: FormPageProps) {
  const { setUp, fields, hints } = frame.people;
  return (
    <Shell frame={frame} title={setUp.title} notice={notice}>
      <div class="tt-narrow">
        <Panel id="set-up" title={frame.station}>
          <p>{setUp.intro}</p>
          <form class="tt-form" method="post" action="/thiet-lap">
            <Csrf frame={frame} />
            <input type="hidden" name="ma" value={typed.ma ?? ''} />
            <Field id="name" name="name" label={fields.name} value={typed.name} autocomplete="name" />
            <Field
              id="username"
              name="username"
              label={fields.username}
              value={typed.username}
              hint={hints.username}
              autocomplete="username"
            />
            <NewPassword label={fields.password} frame={frame} />
            <button type="submit" class="btn btn-primary tt-wide">
              {setUp.button}
            </button>
          </form>
        </Panel>
      </div>
    </Shell>
  );
}

export function NewPassword({ label, frame }: { readonly label: string; readonly frame: Frame }) {
  const { fields, hints } = frame.people;
  const kind = { type: 'password', autocomplete: 'new-password' } as const;
  return (
    <>
      <Field id="password" name="password" label={label} hint={hints.password} {...kind} />
      <Field id="again" name="again" label={fields.again} {...kind} />
    </>
  );
}
