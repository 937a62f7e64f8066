import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Lets the HTTP server close: every request under way is answered, and its connection is ended after that. Node alone
 * waits for ever, for a browser's spare connection that has sent nothing yet, and for a page that polls over one that
 * was busy at the moment of closing.
 */
@Injectable()
export class ConnectionDrain implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly idle = new Set<Socket>();
  private isClosing = false;

  constructor(private readonly host: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    // The command line runs without HTTP.
    const server = (this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined)?.getHttpServer() as
      Server | undefined;
    server?.on('connection', (socket) => {
      if (this.isClosing) socket.destroy();
      this.idle.add(socket);
      socket.once('close', () => this.idle.delete(socket));
    });
    server?.prependListener('request', ({ socket }, response) => {
      this.idle.delete(socket);
      response.once('close', () => {
        if (this.isClosing) socket.end();
        else if (!socket.destroyed) this.idle.add(socket);
      });
    });
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true;
    for (const socket of this.idle) socket.destroy();
  }
}
