import { Column, Entity, Unique } from 'typeorm';
import type { Role } from '../domain/permissions';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** A person who may sign in. Never deleted: what they did keeps their name. */
@Entity('account')
@Unique(['stationId', 'username'])
export class AccountRow extends StationRow {
  /** Lower-case; what they sign in with. */
  @Text() username!: string;
  /** As rows and prints carry it: "Nguyễn Thị Lan". */
  @Text() name!: string;
  @Json() roles!: readonly Role[];
  /** argon2id, with its parameters and salt. */
  @Text() passwordHash!: string;
  /** Set by somebody else: to be changed at the next sign-in. */
  @Column({ type: 'boolean' }) mustChangePassword!: boolean;
  @Column({ type: 'boolean' }) isActive!: boolean;
  @BigInteger() createdAt!: number;
  @Column({ type: 'integer' }) revision!: number;
}

/** A session: the browser holds the secret, the table its SHA-256. */
@Entity('sign_in')
@Unique(['secretHash'])
export class SignInRow extends StationRow {
  @Text() accountId!: string;
  @Text() secretHash!: string;
  @BigInteger() createdAt!: number;
  @BigInteger() lastSeenAt!: number;
  @BigInteger({ nullable: true }) endedAt!: number | null;
  @Text({ nullable: true }) address!: string | null;
  @Text({ nullable: true }) userAgent!: string | null;
}

/** For scripts: printed once, kept as its SHA-256. */
@Entity('api_token')
@Unique(['secretHash'])
export class ApiTokenRow extends StationRow {
  @Text() name!: string;
  @Text() role!: Role;
  @Text() secretHash!: string;
  @BigInteger() createdAt!: number;
  @Text() createdBy!: string;
  @Text({ nullable: true }) createdById!: string | null;
  @BigInteger() expiresAt!: number;
  @BigInteger({ nullable: true }) revokedAt!: number | null;
  @BigInteger({ nullable: true }) lastUsedAt!: number | null;
}
