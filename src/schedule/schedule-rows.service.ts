import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../domain/errors';
import type { Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** Single airings for the playout, inside its own unit of work. */
@Injectable()
export class ScheduleRowsService {
  constructor(private readonly repository: ScheduleRepository) {}

  /** @throws DomainError notFound */
  async required(id: string, manager?: EntityManager): Promise<Airing> {
    const row = await this.repository.airing(id, manager);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id });
    return row;
  }

  /** Clusters that the airing addresses, frozen at cue. */
  async targets(airingId: string, manager: EntityManager): Promise<string[]> {
    return this.repository.targets(airingId, manager);
  }
}
