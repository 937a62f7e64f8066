import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** argon2id (the library's default), 19 MiB, 2 passes: OWASP's password storage cheat sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** No letters or digits that look alike on paper. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Hashes and checks passwords, one at a time: a flood of sign-ins takes neither the memory nor both cores. */
@Injectable()
export class Passwords {
  private last: Promise<unknown> = Promise.resolve();
  /** So that a name that nobody has takes as long as one that somebody has. */
  private readonly nobodys = this.hash('không ai có mật khẩu này');

  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password.normalize('NFC'), COST));
  }

  /** @param stored null: there is no such account; the answer takes its time and is no */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await this.nobodys);
    const same = await this.inTurn(() => verify(against, password.normalize('NFC')));
    return same && stored !== null;
  }

  /** For a person who did not choose one: "k7mf-29xa-pq4w", 59 bits. */
  temporary(): string {
    const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
    return [group(), group(), group()].join('-');
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
