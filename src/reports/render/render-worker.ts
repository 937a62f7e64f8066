import { parentPort } from 'node:worker_threads';
import { renderAll } from './render-all';
import type { Rendered, Rendering } from './render-thread';

/** The far end of `RenderThread`. */
parentPort?.on('message', ({ id, report }: Rendering) => {
  const tell = (rendered: Rendered) => parentPort?.postMessage(rendered);
  renderAll(report).then(
    (files) => tell({ id, files }),
    (error: unknown) => tell({ id, error }),
  );
});
