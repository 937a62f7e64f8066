import { Injectable } from '@nestjs/common';
import { mayNow } from '../platform/http/request-context';
import { PlayoutEngine } from '../playout/playout-engine';
import { NormalisingService } from '../recordings/normalising.service';
import { MakeUpsService } from '../schedule/make-ups/make-ups.service';
import { AiringsBoard } from './airings.board';
import { presentTasks, type TaskLine } from './presenters/tasks';
import { RecordingsBoard } from './recordings.board';
import { SystemBoard } from './system.board';
import type { Words } from './words';

/** What waits for somebody today. */
@Injectable()
export class TasksBoard {
  constructor(
    private readonly airings: AiringsBoard,
    private readonly recordings: RecordingsBoard,
    private readonly engine: PlayoutEngine,
    private readonly makeUps: MakeUpsService,
    private readonly normalising: NormalisingService,
    private readonly system: SystemBoard,
  ) {}

  async tasks(words: Words): Promise<readonly TaskLine[]> {
    const proposals = await this.makeUps.list();
    const work = await this.normalising.items();
    return presentTasks(
      {
        ...(await this.airings.missing(words)),
        recordings: await this.recordings.recordingsView(words),
        draftPlans: await this.airings.draftPlans(),
        makeUps: proposals.filter(({ declined }) => declined === null).length,
        failedWork: work.filter(({ progress }) => progress.state === 'failed').length,
        ...(await this.system.alarms()),
        statuses: this.engine.status(),
        may: mayNow,
      },
      words,
    );
  }
}
