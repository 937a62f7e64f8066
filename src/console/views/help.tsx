import { HELP_WORDS } from '../pages/help-words';
import { Panel, Shell, type Frame } from './shell';

export function HelpPage({ frame }: { readonly frame: Frame }) {
  const words = HELP_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.title} notice={null}>
      <p class="tt-muted">{words.intro}</p>
      <nav class="tt-contents" aria-label={words.contents}>
        {words.sections.map(({ id, title }) => (
          <a key={id} href={`#${id}-heading`}>
            {title}
          </a>
        ))}
      </nav>
      {words.sections.map(({ id, title, href, steps }) => (
        <Panel key={id} id={id} title={title}>
          <ol class="tt-steps">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {href !== null && (
            <p class="tt-after">
              <a href={href}>{words.open(title)}</a>
            </p>
          )}
        </Panel>
      ))}
    </Shell>
  );
}
