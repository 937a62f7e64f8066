import { Injectable, Logger } from '@nestjs/common';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { z } from 'zod';
import { addDays, monthOf } from '../domain/calendar';
import { currentReference, mayNow } from '../platform/http/request-context';
import { AiringsBoard } from './airings.board';
import { OnAirBoard } from './on-air.board';
import { YEAR_WORDS } from './pages/year-words';
import { dayText } from './presenters/format';
import { RecordingsBoard } from './recordings.board';
import { RemindersBoard } from './reminders.board';
import { TasksBoard } from './tasks.board';
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
import { YearBlock } from './views/year';
import type { Words } from './words';
import { YearBoard } from './year.board';

/** The parts of the page that refresh themselves. */
export const fragmentName = z.enum(['tasks', 'onAir', 'today', 'recordings', 'coming', 'targets', 'year']);
export type Fragment = z.output<typeof fragmentName>;

/** Puts the page together. A part that cannot be read says so and leaves the others alone. */
@Injectable()
export class ConsoleService {
  private readonly logger = new Logger(ConsoleService.name);

  constructor(
    private readonly airings: AiringsBoard,
    private readonly recordings: RecordingsBoard,
    private readonly onAir: OnAirBoard,
    private readonly tasks: TasksBoard,
    private readonly year: YearBoard,
    private readonly reminders: RemindersBoard,
  ) {}

  /** The whole page, as HTML, with what its reader may do. */
  async page(frame: Frame): Promise<string> {
    const { words } = frame;
    const blocks: Blocks = {
      tasks: await this.part('tasks', frame),
      onAir: await this.part('onAir', frame),
      today: await this.part('today', frame),
      recordings: await this.part('recordings', frame),
      upload: mayNow('recordings.upload') ? await this.upload(frame) : null,
      coming: await this.part('coming', frame),
      year: await this.part('year', frame),
      reports: ReportsBlock({ months: this.months(), words }),
    };
    return `<!doctype html>${render(Page({ blocks, frame, today: dayText(this.airings.day(), words), year: this.year.year }))}`;
  }

  /** One part anew. One that cannot be made is an error: the page keeps what it shows, and what was typed there. */
  async fragment(fragment: Fragment, frame: Frame): Promise<string> {
    return render(await this.made(fragment, frame));
  }

  private async upload({ words, reader }: Frame): Promise<VNode> {
    const owner = reader?.name ?? '';
    return this.guarded(words, async () => UploadBlock({ view: await this.airings.upload(words), words, owner }));
  }

  private part(fragment: Fragment, frame: Frame): Promise<VNode> {
    return this.guarded(frame.words, () => this.made(fragment, frame));
  }

  private async made(fragment: Fragment, frame: Frame): Promise<VNode> {
    const { words } = frame;
    switch (fragment) {
      case 'tasks':
        return TasksBlock({
          frame,
          tasks: await this.tasks.tasks(words),
          reminders: await this.reminders.lines(words),
        });
      case 'onAir':
        return OnAirBlock({ view: await this.onAir.view(words), words });
      case 'today':
        return TodayBlock({ view: await this.airings.today(words), words });
      case 'recordings':
        return RecordingsBlock({ view: await this.recordings.recordingsView(words), words });
      case 'coming':
        return ComingBlock({ days: await this.airings.coming(words), words });
      case 'targets':
        return TargetOptions({ targets: await this.airings.targets(words) });
      case 'year':
        return YearBlock({
          ...{ year: this.year.year, programmes: await this.year.programmes(words) },
          words: YEAR_WORDS[words.language],
        });
    }
  }

  private async guarded(words: Words, make: () => Promise<VNode>): Promise<VNode> {
    try {
      return await make();
    } catch (error) {
      const reference = currentReference();
      this.logger.error(`a part of the page could not be made, reference ${reference}`, (error as Error).stack);
      return FailedBlock({ words, reference });
    }
  }

  /** This month and the last one, "YYYY-MM". */
  private months(): readonly [current: string, last: string] {
    const { key, start } = monthOf(this.airings.day());
    return [key, monthOf(addDays(start, -1)).key];
  }
}
