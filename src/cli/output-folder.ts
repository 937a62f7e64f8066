import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** Room for "-999.mp3" below the 255 bytes that a file name may have. */
const LONGEST_STEM_BYTES = 240;

/** A folder to which files come under names of their own; what is there already is never replaced. */
export class OutputFolder {
  private readonly given = new Set<string>();

  /** @param path absolute */
  constructor(readonly path: string) {}

  /** "ban-tin.wav" → "ban-tin.mp3", or "ban-tin-2.mp3" when that is given away or taken. Asking reserves it. */
  nameFor(input: string): string {
    const stem = shortened(parse(input).name);
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? `${stem}.mp3` : `${stem}-${n}.mp3`;
      if (this.given.has(name) || existsSync(join(this.path, name))) continue;
      this.given.add(name);
      return name;
    }
  }

  /** A file that is not yet there, on the folder's own file system. */
  draft(): string {
    return join(this.path, `.normalise-${randomUUID()}.mp3`);
  }

  /** Gives a draft its name, or the next free one when somebody else took it meanwhile. @returns absolute */
  async publish(draft: string, name: string): Promise<string> {
    for (let candidate = name; ; candidate = this.nameFor(name)) {
      const file = join(this.path, candidate);
      if (!(await claim(file))) continue;
      await rename(draft, file);
      return file;
    }
  }

  async discard(draft: string): Promise<void> {
    await rm(draft, { force: true });
  }
}

/** Not every file system (a USB stick's) has links: an empty file made exclusively holds the name for a moment. */
async function claim(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function shortened(stem: string): string {
  const characters = Array.from(stem);
  while (Buffer.byteLength(characters.join('')) > LONGEST_STEM_BYTES) characters.pop();
  return characters.join('');
}
