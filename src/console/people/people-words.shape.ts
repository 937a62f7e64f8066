import type { Role } from '../../domain/permissions';

/** Words of the pages about people, sessions, tokens and the audit log. */
export interface PeopleWords {
  readonly roles: Readonly<Record<Role, string>>;
  readonly rolesHint: Readonly<Record<Role, string>>;
  readonly fields: Readonly<Record<Field, string>>;
  readonly hints: Readonly<Record<'username' | 'password' | 'roles' | 'tokenName' | 'search', string>>;
  readonly nav: Readonly<Record<'home' | 'account' | 'people' | 'tokens' | 'audit' | 'signOut' | 'label', string>>;
  readonly signIn: Readonly<Record<'title' | 'button' | 'notSetUp' | 'forgotten', string>>;
  readonly setUp: Readonly<Record<'title' | 'intro' | 'button', string>>;
  readonly account: Readonly<Record<AccountWord, string>>;
  readonly people: Readonly<Record<PeopleWord, string>>;
  readonly tokens: Readonly<Record<TokenWord, string>>;
  readonly audit: Readonly<Record<AuditWord, string>>;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'password' | 'person' | 'revoke', string>>;
}

type Field = 'username' | 'name' | 'password' | 'again' | 'present' | 'roles' | 'role' | 'days' | 'ma' | 'isActive';
type AccountWord =
  | 'title'
  | 'mustChange'
  | 'password'
  | 'changePassword'
  | 'sessions'
  | 'thisOne'
  | 'since'
  | 'lastSeen'
  | 'end'
  | 'endOthers'
  | 'where';
type PeopleWord =
  | 'title'
  | 'add'
  | 'create'
  | 'save'
  | 'reset'
  | 'resetMore'
  | 'resetHint'
  | 'inactive'
  | 'active'
  | 'handOver'
  | 'handOverHint'
  | 'mustChange'
  | 'edit';
type TokenWord =
  | 'title'
  | 'intro'
  | 'add'
  | 'create'
  | 'none'
  | 'revoke'
  | 'revokeMore'
  | 'revokeHint'
  | 'secret'
  | 'secretHint'
  | 'until'
  | 'lastUsed'
  | 'never'
  | 'by';
type AuditWord =
  | 'title'
  | 'intro'
  | 'search'
  | 'from'
  | 'to'
  | 'find'
  | 'at'
  | 'who'
  | 'what'
  | 'subject'
  | 'change'
  | 'before'
  | 'after'
  | 'address'
  | 'none'
  | 'older';
