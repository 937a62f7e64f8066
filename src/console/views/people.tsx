import type { PersonView } from '../../auth/accounts.service';
import { ROLES, type Role } from '../../domain/permissions';
import { Badge } from './parts';
import type { Typed } from './sign-in';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface PeopleProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly persons: readonly PersonView[];
  readonly typed: Typed & { readonly roles?: unknown };
}

export function PeoplePage({ frame, notice, persons, typed }: PeopleProps) {
  const { people, fields, hints } = frame.people;
  const chosen = [typed.roles ?? []].flat() as Role[];
  return (
    <Shell frame={frame} title={people.title} notice={notice}>
      <ul class="tt-cards">
        {persons.map((person) => (
          <Person key={person.id} frame={frame} person={person} />
        ))}
      </ul>
      <Panel id="add" title={people.add}>
        <form class="tt-form tt-narrow-form" method="post" action="/nguoi-dung">
          <Csrf frame={frame} />
          <Field id="name" name="name" label={fields.name} value={typed.name} />
          <Field id="username" name="username" label={fields.username} value={typed.username} hint={hints.username} />
          <RoleFields id="new" frame={frame} chosen={chosen} />
          <button type="submit" class="btn btn-primary">
            {people.create}
          </button>
        </form>
      </Panel>
    </Shell>
  );
}

function Person({ frame, person }: { readonly frame: Frame; readonly person: PersonView }) {
  const { people, roles } = frame.people;
  return (
    <li class="tt-card tt-section">
      <div class="tt-card-head">
        <h3 class="tt-card-title">
          {person.name} <span class="tt-muted tt-thin">({person.username})</span>
        </h3>
        <Badge tone={person.isActive ? 'ok' : 'mute'} icon={person.isActive ? 'check' : 'minus'}>
          {person.isActive ? people.active : people.inactive}
        </Badge>
      </div>
      <p>
        {person.roles.map((role) => roles[role]).join(', ')}
        {person.mustChangePassword && <span class="tt-muted">; {people.mustChange}</span>}
      </p>
      <Edit frame={frame} person={person} />
    </li>
  );
}

function Edit({ frame, person }: { readonly frame: Frame; readonly person: PersonView }) {
  const { people, fields } = frame.people;
  const action = `/nguoi-dung/${person.id}`;
  return (
    <details class="tt-more">
      <summary>
        {people.edit} {person.name}
      </summary>
      <form class="tt-form tt-narrow-form" method="post" action={action}>
        <Csrf frame={frame} />
        <input type="hidden" name="revision" value={person.revision} />
        <Field id={`name-${person.id}`} name="name" label={fields.name} value={person.name} />
        <RoleFields id={person.id} frame={frame} chosen={person.roles} />
        <label class="form-check">
          <input type="checkbox" class="form-check-input" name="isActive" value="true" checked={person.isActive} />
          <span class="form-check-label">{fields.isActive}</span>
        </label>
        <button type="submit" class="btn btn-primary" aria-label={`${people.save}: ${person.name}`}>
          {people.save}
        </button>
      </form>
      <form class="tt-after" method="post" action={`${action}/mat-khau`}>
        <Csrf frame={frame} />
        <button type="submit" class="btn btn-outline-danger" aria-label={`${people.reset}: ${person.name}`}>
          {people.reset}
        </button>
      </form>
    </details>
  );
}

function RoleFields({ id, frame, chosen }: { id: string; frame: Frame; chosen: readonly Role[] }) {
  const { fields, hints, roles, rolesHint } = frame.people;
  return (
    <fieldset>
      <legend class="form-label">{fields.roles}</legend>
      {ROLES.map((role) => (
        <label key={role} class="form-check">
          <input
            id={`${id}-${role}`}
            type="checkbox"
            class="form-check-input"
            name="roles"
            value={role}
            checked={chosen.includes(role)}
          />
          <span class="form-check-label">
            {roles[role]} <span class="tt-muted">({rolesHint[role]})</span>
          </span>
        </label>
      ))}
      <div class="tt-hint">{hints.roles}</div>
    </fieldset>
  );
}
