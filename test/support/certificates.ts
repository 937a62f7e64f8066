import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM. */
export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** An authority of a test's own in `folder`; what it signed is taken by whoever trusts `caFile`. */
export class TestAuthority {
  readonly caFile: string;

  constructor(private readonly folder: string) {
    this.caFile = join(folder, 'authority.cert.pem');
    this.make('authority', ['-subj', '/CN=test authority']);
  }

  /** @param name of the server, "DNS:mail.vn" or "IP:127.0.0.1" */
  certificateFor(name: string): Certificate {
    const file = name.replace(/\W/g, '-');
    const signer = ['-CA', this.caFile, '-CAkey', join(this.folder, 'authority.key.pem')];
    const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE'];
    this.make(file, [...signer, ...leaf, '-subj', '/CN=test', '-addext', `subjectAltName=${name}`]);
    const read = (part: string) => readFileSync(join(this.folder, `${file}.${part}.pem`));
    return { key: read('key'), cert: read('cert') };
  }

  private make(file: string, options: readonly string[]): void {
    const path = (part: string) => join(this.folder, `${file}.${part}.pem`);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', path('key')];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', path('cert'), ...options], {
      stdio: 'pipe',
    });
  }
}
