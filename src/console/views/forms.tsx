import type { ComponentChildren } from 'preact';
import type { CivilDate } from '../../domain/calendar';
import { dateText } from '../presenters/format';
import { Csrf, type Frame } from './shell';

const BUTTONS = { plain: 'btn', primary: 'btn btn-primary', danger: 'btn btn-outline-danger' } as const;

interface PostButtonProps {
  readonly frame: Frame;
  /** Address that the form goes to. */
  readonly action: string;
  readonly label: string;
  readonly tone?: keyof typeof BUTTONS;
  /** For whoever hears the button without what stands around it: what it is about. */
  readonly about?: string;
  readonly formClass?: string;
  /** Hidden fields, and what is said above the button. */
  readonly children?: ComponentChildren;
}

/** A form of one button. */
export function PostButton({ frame, action, label, tone = 'plain', about, formClass, children }: PostButtonProps) {
  return (
    <form method="post" action={action} {...(formClass !== undefined && { class: formClass })}>
      <Csrf frame={frame} />
      {children}
      <button type="submit" class={BUTTONS[tone]} {...(about !== undefined && { 'aria-label': `${label}: ${about}` })}>
        {label}
      </button>
    </form>
  );
}

interface SureFormProps {
  readonly frame: Frame;
  readonly action: string;
  readonly words: {
    /** On the fold. */
    readonly more: string;
    /** What follows from it. */
    readonly hint: string;
    /** Beside a box that has to be ticked (`sure=co`); without one the fold is question enough. */
    readonly sure?: string;
    readonly label: string;
  };
  readonly id?: string;
  /** As that of a `PostButton`. */
  readonly about?: string;
  /** Unfolded, for what was refused. */
  readonly isOpen?: boolean;
  /** Fields above the consequence. */
  readonly children?: ComponentChildren;
}

/** What cannot be undone: behind a fold, with its consequence. */
export function SureForm({ frame, action, words, id, about, isOpen = false, children }: SureFormProps) {
  return (
    <details class="tt-more" open={isOpen} {...(id !== undefined && { id })}>
      <summary>{words.more}</summary>
      <PostButton
        {...{ frame, action, label: words.label, tone: 'danger', formClass: 'tt-form tt-narrow-form' }}
        {...(about !== undefined && { about })}
      >
        {children}
        <p class="tt-notice tt-warn">{words.hint}</p>
        {words.sure !== undefined && (
          <label class="form-check">
            <input class="form-check-input" type="checkbox" name="sure" value="co" required />
            <span>{words.sure}</span>
          </label>
        )}
      </PostButton>
    </details>
  );
}

interface DateFieldProps {
  readonly name: string;
  readonly label: string;
  /** '' where none is chosen. */
  readonly date: CivilDate;
}

/** A day as people here write it; a browser's own field would show it in the computer's language. */
export function DateField({ name, label, date }: DateFieldProps) {
  return (
    <div>
      <label class="form-label" for={name}>
        {label}
      </label>
      <input
        {...{ id: name, name, class: 'form-control', value: date === '' ? '' : dateText(date) }}
        placeholder="22/11/2026"
        autocomplete="off"
      />
    </div>
  );
}
