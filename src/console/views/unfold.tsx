import type { ComponentChildren } from 'preact';

interface UnfoldProps {
  /** The page's own. */
  readonly id: string;
  readonly summary: ComponentChildren;
  /** Address of this page with it open. */
  readonly path: string;
  readonly isOpen: boolean;
  /** What the link says where no script runs. */
  readonly link: string;
  /** Made only when it is open. */
  readonly children: () => ComponentChildren;
}

/** A long part behind a fold: it comes when the fold is opened, so that nobody waits for what nobody asked for. */
export function Unfold({ id, summary, path, isOpen, link, children }: UnfoldProps) {
  return (
    <details id={id} class="tt-more" open={isOpen}>
      <summary>{summary}</summary>
      {isOpen ? (
        <div id={`${id}-in`}>{children()}</div>
      ) : (
        <div id={`${id}-in`} data-later={path}>
          <a href={`${path}#${id}`}>{link}</a>
        </div>
      )}
    </details>
  );
}
