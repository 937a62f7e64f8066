import { Injectable } from '@nestjs/common';
import type { LoudnessProfile } from '../audio/loudness';
import type { NormaliseLimits } from '../audio/normaliser';
import { DomainError } from '../domain/errors';
import type { Programme } from '../domain/plan';
import { PlansService } from '../plans/plans.service';
import { Station } from '../platform/config/station';

/** What the station and its plans in force ask of a recording. */
@Injectable()
export class RecordingRules {
  constructor(
    private readonly plans: PlansService,
    private readonly station: Station,
  ) {}

  /** @throws DomainError unknownTopic {topic} | unknownProgramme {programmeKey} */
  async check(topics: readonly string[], programmeKey: string | null): Promise<void> {
    const stored = await this.plans.inForce();
    const known = new Set(stored.flatMap(({ plan }) => plan.topics.map((topic) => topic.code)));
    const unknown = topics.find((topic) => !known.has(topic));
    if (unknown !== undefined) throw new DomainError('unknownTopic', { topic: unknown });
    const programmes = stored.flatMap(({ plan }) => plan.programmes);
    if (programmeKey !== null && !programmes.some((programme) => programme.key === programmeKey)) {
      throw new DomainError('unknownProgramme', { programmeKey });
    }
  }

  /** What every recording of the station is normalised to. */
  profile(): LoudnessProfile {
    return this.station.config.loudness;
  }

  /** @param programmeKey null for a special of no programme, which may be as long as the longest session */
  async limits(programmeKey: string | null): Promise<NormaliseLimits> {
    const { limits, sessions } = this.station.config;
    const programmes = (await this.plans.inForce()).flatMap(({ plan }): readonly Programme[] => plan.programmes);
    const longest = programmes.filter(({ key }) => key === programmeKey).map((one) => one.maxDurationSeconds);
    return {
      maxInputBytes: limits.uploadMaxBytes,
      maxDurationSeconds: Math.max(...(longest.length > 0 ? longest : sessions.map((one) => one.maxDurationSeconds))),
      maxSeconds: limits.normaliseTimeoutSeconds,
    };
  }
}
