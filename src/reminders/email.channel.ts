import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Station } from '../platform/config/station';
import { secretFrom, type Telling } from './reminder.channel';
import { bodyText, subjectText } from './reminder-words';

const ANSWER_WITHIN_MS = 15_000;

/** Reminders by SMTP. */
@Injectable()
export class EmailChannel {
  constructor(private readonly station: Station) {}

  /** @throws Error unless the server proved who it is, where it is to be encrypted, and took it for every address */
  async send({ id, digestOf, reminders }: Telling): Promise<void> {
    const { email } = this.station.config.reminders;
    if (email === null) throw new Error('e-mail is switched off in the settings');
    const { host, port, security, user, passwordEnv, caFile, from, to } = email;
    const auth = user === null || passwordEnv === null ? {} : { auth: { user, pass: secretFrom(passwordEnv) } };
    const transport = createTransport({
      ...{
        host,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
      },
      ...{ connectionTimeout: ANSWER_WITHIN_MS, greetingTimeout: ANSWER_WITHIN_MS, socketTimeout: ANSWER_WITHIN_MS },
      ...auth,
      // Read each time, so that a renewed authority needs no restart.
      ...(caFile === null ? {} : { tls: { ca: await readFile(caFile) } }),
      // What it sends is text of ours: nothing is ever read from a file or fetched.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
    const { id: stationId, timeZone } = this.station;
    const { rejected } = (await transport.sendMail({
      ...{ from: { name: this.station.config.station.name, address: from }, to },
      subject: subjectText(this.station.config.station.name, digestOf, reminders.length),
      text: bodyText(reminders, timeZone),
      messageId: `<${id}@${stationId}.truyen-thanh>`,
      // No answering machine is to answer (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    })) as { readonly rejected: readonly unknown[] };
    if (rejected.length > 0) throw new Error(`the mail server refused ${String(rejected.length)} address(es)`);
  }
}
