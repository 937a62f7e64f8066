import { Injectable, Logger } from '@nestjs/common';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { z } from 'zod';
import { addDays, civilDateAt, monthOf } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { mayNow } from '../platform/http/request-context';
import { PlayoutEngine } from '../playout/playout-engine';
import { AiringsBoard } from './airings.board';
import { dayText } from './presenters/format';
import { presentOnAir } from './presenters/on-air';
import { presentTasks } from './presenters/tasks';
import { RecordingsBoard } from './recordings.board';
import { ComingBlock } from './views/coming';
import { FailedBlock } from './views/parts';
import { OnAirBlock } from './views/on-air';
import { Page, type Blocks } from './views/page';
import { RecordingsBlock } from './views/recordings';
import { ReportsBlock } from './views/reports';
import type { Frame } from './views/shell';
import { TasksBlock } from './views/tasks';
import { TodayBlock } from './views/today';
import { TargetOptions, UploadBlock } from './views/upload';
import type { Words } from './words';

/** The parts of the page that refresh themselves. */
export const fragmentName = z.enum(['tasks', 'onAir', 'today', 'recordings', 'coming', 'targets']);
export type Fragment = z.output<typeof fragmentName>;

/** Puts the page together. A part that cannot be read says so and leaves the others alone. */
@Injectable()
export class ConsoleService {
  private readonly logger = new Logger(ConsoleService.name);

  constructor(
    private readonly airings: AiringsBoard,
    private readonly recordings: RecordingsBoard,
    private readonly engine: PlayoutEngine,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** The whole page, as HTML, with what its reader may do. */
  async page(frame: Frame): Promise<string> {
    const { words } = frame;
    const blocks: Blocks = {
      tasks: await this.part('tasks', words),
      onAir: await this.part('onAir', words),
      today: await this.part('today', words),
      recordings: await this.part('recordings', words),
      upload: mayNow('recordings.upload') ? await this.upload(words) : null,
      coming: await this.part('coming', words),
      reports: ReportsBlock({ months: this.months(), words }),
    };
    return `<!doctype html>${render(Page({ blocks, frame, today: dayText(this.today(), words) }))}`;
  }

  async fragment(fragment: Fragment, words: Words): Promise<string> {
    return render(await this.part(fragment, words));
  }

  private async upload(words: Words): Promise<VNode> {
    return this.guarded(words, async () => UploadBlock({ view: await this.airings.upload(words), words }));
  }

  private part(fragment: Fragment, words: Words): Promise<VNode> {
    return this.guarded(words, () => this.made(fragment, words));
  }

  private async made(fragment: Fragment, words: Words): Promise<VNode> {
    switch (fragment) {
      case 'tasks':
        return TasksBlock({ tasks: await this.tasks(words), words });
      case 'onAir':
        return OnAirBlock({ view: await this.onAir(words), words });
      case 'today':
        return TodayBlock({ view: await this.airings.today(words), words });
      case 'recordings':
        return RecordingsBlock({ view: await this.recordings.recordingsView(words), words });
      case 'coming':
        return ComingBlock({ days: await this.airings.coming(words), words });
      case 'targets':
        return TargetOptions({ targets: await this.airings.targets(words) });
    }
  }

  private async onAir(words: Words) {
    const { timeZone, config } = this.station;
    const next = await this.airings.next(words);
    const statuses = this.engine.status();
    return presentOnAir({ now: this.clock.now(), timeZone, outputs: config.outputs, statuses, next }, words);
  }

  private async tasks(words: Words) {
    const missing = await this.airings.missing();
    const recordings = await this.recordings.recordingsView(words);
    const draftPlans = await this.airings.draftPlans();
    return presentTasks({ missing, recordings, draftPlans, statuses: this.engine.status() }, words);
  }

  private async guarded(words: Words, make: () => Promise<VNode>): Promise<VNode> {
    try {
      return await make();
    } catch (error) {
      this.logger.error('a part of the page could not be made', (error as Error).stack);
      return FailedBlock({ words });
    }
  }

  /** This month and the last one, "YYYY-MM". */
  private months(): readonly [current: string, last: string] {
    const { key, start } = monthOf(this.today());
    return [key, monthOf(addDays(start, -1)).key];
  }

  private today(): string {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }
}
