import { z } from 'zod';
import type { Authorisation } from '../../emergency/emergency.service';
import { required, typedLines, typedText } from '../../platform/http/typed-text';
import type { OrderTyped } from '../views/emergency-order';
import { EMERGENCY_WORDS } from './emergency-words';

const LONGEST_MINUTES = 60;

const chooseOne = { vi: 'hãy chọn một nội dung', en: 'choose what is aired' };

/** The form's fields as an order: what, for whom, why and by which document. */
export const orderForm = z
  .object({
    sound: z
      .string()
      .default('')
      .refine((text) => /^(recording|live):[\w-]+$/.test(text), { params: { allowed: chooseOne } }),
    minutes: z.string().default(''),
    scope: z.enum(['all', 'some']),
    clusters: z.union([z.string(), z.array(z.string())]).default([]),
    reason: required(typedLines(500)),
    documentNumber: required(typedText(500)),
  })
  .transform((form, context): Pick<Authorisation, 'sound' | 'reason' | 'documentNumber' | 'clusterCodes'> => {
    const { sound, scope, reason, documentNumber } = form;
    const chosen = [form.clusters].flat();
    // Somebody who ticked a village and left "all" meant one of the two.
    if ((scope === 'all') !== (chosen.length === 0)) {
      const { vi, en } = EMERGENCY_WORDS;
      const allowed = { vi: vi.order.someAndAll, en: en.order.someAndAll };
      context.addIssue({ code: 'custom', path: ['clusters'], params: { allowed } });
    }
    const [kind, id = ''] = sound.split(':');
    const minutes = /^\d{1,2}$/.test(form.minutes) ? Number(form.minutes) : 0;
    if (kind === 'live' && (minutes < 1 || minutes > LONGEST_MINUTES)) {
      const allowed = { vi: 'từ 1 đến 60', en: '1 to 60' };
      context.addIssue({ code: 'custom', path: ['minutes'], params: { allowed } });
    }
    return {
      sound:
        kind === 'live'
          ? { kind, source: id, maxDurationSeconds: minutes * 60 }
          : { kind: 'recording', recordingId: id },
      ...{ reason, documentNumber },
      clusterCodes: scope === 'all' ? null : chosen,
    };
  });

export const startForm = z.object({ onSecond: z.enum(['queue', 'replace']).optional() });
export const withdrawForm = z.object({ withdrawal: required(typedLines(500)) });
export const reviewForm = z.object({ note: required(typedLines(500)) });

/** What was filled in, whatever it is, for the form that is shown again. */
export function typedOrder(body: unknown): OrderTyped {
  const typed = (body ?? {}) as Record<string, string>;
  return { ...typed, clusters: typed.clusters === undefined ? [] : [typed.clusters].flat() };
}
