import type { PersonView } from '../../auth/accounts.service';
import { ROLES, type Role } from '../../domain/permissions';
import { SureForm } from './forms';
import { Badge } from './parts';
import type { Typed } from './sign-in';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface PeopleProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly persons: readonly PersonView[];
  /** What was refused: of the person with that id; without one, of the form for a new person. */
  readonly typed: TypedPerson;
}

type TypedPerson = Typed & { readonly roles?: unknown };

const rolesIn = ({ roles }: TypedPerson) => [roles ?? []].flat() as Role[];

export function PeoplePage({ frame, notice, persons, typed }: PeopleProps) {
  const { people, fields, hints } = frame.people;
  const added = typed.id === undefined ? typed : {};
  return (
    <Shell frame={frame} title={people.title} notice={notice}>
      <ul class="tt-cards">
        {persons.map((person) => (
          <Person key={person.id} frame={frame} person={person} typed={typed.id === person.id ? typed : null} />
        ))}
      </ul>
      <Panel id="add" title={people.add}>
        <form class="tt-form tt-narrow-form" method="post" action="/nguoi-dung">
          <Csrf frame={frame} />
          <Field id="name" name="name" label={fields.name} value={added.name} />
          <Field id="username" name="username" label={fields.username} value={added.username} hint={hints.username} />
          <RoleFields id="new" frame={frame} chosen={rolesIn(added)} />
          <button type="submit" class="btn btn-primary">
            {people.create}
          </button>
        </form>
      </Panel>
    </Shell>
  );
}

interface PersonProps {
  readonly frame: Frame;
  readonly person: PersonView;
  readonly typed: TypedPerson | null;
}

function Person({ frame, person, typed }: PersonProps) {
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
      <Edit frame={frame} person={person} typed={typed} />
    </li>
  );
}

function Edit({ frame, person, typed }: PersonProps) {
  const { people, fields } = frame.people;
  const action = `/nguoi-dung/${person.id}`;
  const isActive = typed === null ? person.isActive : typed.isActive === 'true';
  return (
    <details class="tt-more" open={typed !== null}>
      <summary>
        {people.edit} {person.name}
      </summary>
      <form class="tt-form tt-narrow-form" method="post" action={action}>
        <Csrf frame={frame} />
        <input type="hidden" name="revision" value={person.revision} />
        <Field id={`name-${person.id}`} name="name" label={fields.name} value={typed?.name ?? person.name} />
        <RoleFields id={person.id} frame={frame} chosen={typed === null ? person.roles : rolesIn(typed)} />
        <label class="form-check">
          <input type="checkbox" class="form-check-input" name="isActive" value="true" checked={isActive} />
          <span class="form-check-label">{fields.isActive}</span>
        </label>
        <button type="submit" class="btn btn-primary" aria-label={`${people.save}: ${person.name}`}>
          {people.save}
        </button>
      </form>
      <SureForm
        frame={frame}
        action={`${action}/mat-khau`}
        words={{ more: people.resetMore, hint: people.resetHint, label: people.reset }}
        about={person.name}
      />
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
