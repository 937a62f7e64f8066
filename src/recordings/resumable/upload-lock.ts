import { Injectable } from '@nestjs/common';
import type { Lock, Locker } from '@tus/server';
import { DomainError } from '../../domain/errors';

/** A holder whose link broke is given this long to store what it has. */
const WAIT_MS = 10_000;

interface Holder {
  readonly requestRelease: () => Promise<void> | void;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * One request at a time for each upload. A newcomer (a browser that lost its link and is back before the service noticed)
 * asks the holder to let go and waits without spinning, unlike the locker that tus brings.
 */
@Injectable()
export class UploadLocker implements Locker {
  private readonly holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    let mine: Holder | undefined;
    return {
      lock: async (_signal, requestRelease) => {
        mine = await this.take(id, requestRelease);
      },
      unlock: () => {
        mine?.release();
        return Promise.resolve();
      },
    };
  }

  /** @returns what gives it back; null where somebody holds it */
  tryLock(id: string): (() => void) | null {
    if (this.holders.has(id)) return null;
    return this.hold(id, () => undefined).release;
  }

  private async take(id: string, requestRelease: Holder['requestRelease']): Promise<Holder> {
    const end = performance.now() + WAIT_MS;
    for (let held = this.holders.get(id); held !== undefined; held = this.holders.get(id)) {
      await held.requestRelease();
      if (!(await isReleased(held, end - performance.now()))) throw new DomainError('unavailable');
    }
    return this.hold(id, requestRelease);
  }

  private hold(id: string, requestRelease: Holder['requestRelease']): Holder {
    let tell = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const release = (): void => {
      if (this.holders.get(id) === holder) this.holders.delete(id);
      tell();
    };
    const holder: Holder = { requestRelease, released, release };
    this.holders.set(id, holder);
    return holder;
  }
}

async function isReleased({ released }: Holder, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, waitMs);
  });
  try {
    return await Promise.race([released.then(() => true), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
