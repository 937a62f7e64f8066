import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Report } from '../report';
import type { RenderedFile } from './render-all';
import { RENDER_ENTRY } from './render-entry';

export interface Rendering {
  readonly id: number;
  readonly report: Report;
}
export type Rendered =
  { readonly id: number; readonly files: readonly RenderedFile[] } | { readonly id: number; readonly error: unknown };

interface Waiting {
  readonly resolve: (files: readonly RenderedFile[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Its start costs as much as a month's report does; it holds some 100 MB meanwhile. */
const MOST_IDLE_MS = 30_000;

/**
 * Lays reports out in a thread of its own. A year takes seconds of CPU without a pause, in which nothing else of the
 * service would happen: an emergency would wait for it.
 */
@Injectable()
export class RenderThread implements OnModuleDestroy {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  /** @throws Error what a renderer threw, or that the thread ended */
  async render(report: Report): Promise<readonly RenderedFile[]> {
    clearTimeout(this.idleTimer);
    const worker = (this.worker ??= this.start());
    const id = (this.lastId += 1);
    worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, report } satisfies Rendering);
    });
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.idleTimer);
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(RENDER_ENTRY);
    const gone = (error: Error): void => {
      // For one that was let go nobody waits.
      if (this.worker !== worker) return;
      this.worker = null;
      for (const id of this.waiting.keys()) this.settle({ id, error });
    };
    worker.on('message', (rendered: Rendered) => {
      this.settle(rendered);
      if (this.waiting.size > 0) return;
      worker.unref();
      this.idleTimer = setTimeout(() => {
        this.worker = null;
        void worker.terminate();
      }, MOST_IDLE_MS).unref();
    });
    worker.once('error', gone);
    worker.once('exit', (code) => {
      gone(new Error(`the reports' thread ended with ${String(code)}`));
    });
    return worker;
  }

  private settle(rendered: Rendered): void {
    const waiting = this.waiting.get(rendered.id);
    this.waiting.delete(rendered.id);
    if ('files' in rendered) waiting?.resolve(rendered.files);
    else waiting?.reject(rendered.error);
  }
}
