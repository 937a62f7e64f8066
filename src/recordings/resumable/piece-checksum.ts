import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, type Hash } from 'node:crypto';
import { DomainError } from '../../domain/errors';

/** Of a digest, by the names that tus gives the algorithms. */
const DIGEST_BYTES: Readonly<Record<string, number>> = { sha1: 20, sha256: 32 };

/** For Tus-Checksum-Algorithm. */
export const CHECKSUM_ALGORITHMS = Object.keys(DIGEST_BYTES).join();

/** What one request's body must hash to: tus 1.0, Checksum extension. Good for one body. */
export class PieceChecksum {
  private static readonly ofRequest = new AsyncLocalStorage<PieceChecksum | null>();
  private readonly hash: Hash;

  private constructor(
    algorithm: string,
    private readonly expected: Buffer,
  ) {
    this.hash = createHash(algorithm);
  }

  /**
   * @param header Upload-Checksum: the algorithm, a space, the digest in base64
   * @throws DomainError uploadChecksumUnknown
   */
  static of(header: string): PieceChecksum {
    const [algorithm = '', text = ''] = header.split(' ');
    const digest = Buffer.from(text, 'base64');
    if (!Object.hasOwn(DIGEST_BYTES, algorithm) || digest.length !== DIGEST_BYTES[algorithm])
      throw new DomainError('uploadChecksumUnknown', { algorithms: CHECKSUM_ALGORITHMS });
    return new PieceChecksum(algorithm, digest);
  }

  /** Runs what stores a request's body, so that the store finds what the body was promised to be; null: nothing was. */
  static async during<T>(promised: PieceChecksum | null, action: () => Promise<T>): Promise<T> {
    return PieceChecksum.ofRequest.run(promised, action);
  }

  /** Of the request that is being dealt with. */
  static get current(): PieceChecksum | null {
    return PieceChecksum.ofRequest.getStore() ?? null;
  }

  /**
   * Passes a body on as it comes; its end only once all of it has been found right, so that it is never taken for whole
   * before. Throws uploadPieceMismatch, a DomainError, into the stream.
   */
  readonly through = async function* (this: PieceChecksum, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let held: Buffer | null = null;
    for await (const bytes of body) {
      this.hash.update(bytes);
      if (held !== null) yield held;
      held = bytes;
    }
    if (!this.hash.digest().equals(this.expected)) throw new DomainError('uploadPieceMismatch');
    if (held !== null) yield held;
  }.bind(this);
}
