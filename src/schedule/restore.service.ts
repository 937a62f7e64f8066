import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { AiringsService } from './airings.service';
import { ExpansionService } from './expansion.service';
import type { Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** Takes a cancellation back. */
@Injectable()
export class RestoreService {
  constructor(
    private readonly airings: AiringsService,
    private readonly expansion: ExpansionService,
    private readonly repository: ScheduleRepository,
  ) {}

  /** @throws DomainError noRoomToRestore and those of `AiringsService.restore` */
  async restore(id: string, expectedRevision: number | null, actor: string): Promise<Airing> {
    await this.airings.restore(id, expectedRevision, actor);
    await this.expansion.refresh();
    const row = await this.repository.airing(id);
    if (!row) throw new DomainError('noRoomToRestore');
    return row;
  }
}
