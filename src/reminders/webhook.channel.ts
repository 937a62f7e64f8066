import { createHmac } from 'node:crypto';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Injectable } from '@nestjs/common';
import { isoAt } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { AddressPolicy } from '../playout/relay/address-policy';
import { guardedLookup } from '../playout/relay/guarded-get';
import { reminderText } from './reminder-words';
import { secretFrom, type Telling } from './reminder.channel';

const ANSWER_WITHIN_MS = 15_000;

/** Reminders as a signed POST of JSON. */
@Injectable()
export class WebhookChannel {
  constructor(private readonly station: Station) {}

  /**
   * The signature is HMAC-SHA256 over "timestamp.body", so that neither can be exchanged; the timestamp is in epoch seconds.
   * @throws Error unless the receiver answers 2xx; redirects are not followed
   */
  async send(telling: Telling): Promise<void> {
    const { webhook } = this.station.config.reminders;
    if (webhook === null) throw new Error('the webhook is switched off in the settings');
    const body = JSON.stringify(this.bodyOf(telling));
    const timestamp = String(Math.floor(telling.at / 1000));
    const signature = createHmac('sha256', secretFrom(webhook.secretEnv)).update(`${timestamp}.${body}`).digest('hex');
    const answer = await post(new URL(webhook.url), new AddressPolicy(webhook.allowPrivate), body, {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'truyen-thanh',
      'X-Truyen-Thanh-Delivery': telling.id,
      'X-Truyen-Thanh-Timestamp': timestamp,
      'X-Truyen-Thanh-Signature': `sha256=${signature}`,
    });
    answer.destroy();
    const { statusCode = 0 } = answer;
    if (statusCode < 200 || statusCode > 299) throw new Error(`the receiver answers ${String(statusCode)}`);
  }

  private bodyOf({ id, digestOf, reminders, at }: Telling) {
    const { timeZone } = this.station;
    const { id: stationId, name } = this.station.config.station;
    return {
      ...{ id, kind: digestOf === null ? 'reminders' : 'digest', digestOf, sentAt: isoAt(at, timeZone) },
      station: { id: stationId, name },
      reminders: reminders.map((one) => ({
        ...{ id: one.id, key: one.key, kind: one.kind, stage: one.stage, dueAt: isoAt(one.dueAt, timeZone) },
        facts: one.facts,
        text: { vi: reminderText(one, 'vi', timeZone), en: reminderText(one, 'en', timeZone) },
      })),
    };
  }
}

function post(
  url: URL,
  policy: AddressPolicy,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const lookup = guardedLookup(url, policy);
  const request = url.protocol === 'http:' ? requestHttp : requestHttps;
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  return new Promise((answer, fail) => {
    // A connection of its own: a pooled one was checked by another policy.
    const options = { method: 'POST', agent: false, lookup, signal, headers };
    request(url, options, answer).once('error', fail).end(body);
  });
}
