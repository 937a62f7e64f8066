import { SetMetadata } from '@nestjs/common';
import type { Permission } from '../../domain/permissions';

/**
 * Who may call a route. Every handler says it; one that says nothing is closed to everybody, and the table of routes in
 * test/e2e/access.spec.ts fails.
 */
export type Access =
  | { readonly kind: 'public' }
  /** A person with an account, whatever their roles: their own sessions and password. */
  | { readonly kind: 'person' }
  | { readonly kind: 'permission'; readonly permission: Permission; readonly orLoopback: boolean };

export const ACCESS = 'access';

/** For everybody, signed in or not. */
export const Public = () => SetMetadata<string, Access>(ACCESS, { kind: 'public' });

/** For anybody who is signed in with a name and a password. */
export const SignedIn = () => SetMetadata<string, Access>(ACCESS, { kind: 'person' });

/** For the roles that have the permission. */
export const Allow = (permission: Permission) =>
  SetMetadata<string, Access>(ACCESS, { kind: 'permission', permission, orLoopback: false });

/** As Allow, and without sign-in for programs on this machine. */
export const AllowHere = (permission: Permission) =>
  SetMetadata<string, Access>(ACCESS, { kind: 'permission', permission, orLoopback: true });
