import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { ConnectionDrain } from './connection-drain';

let release: () => void = () => undefined;

@Controller()
class SlowController {
  @Get()
  async answer(): Promise<string> {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return 'whole';
  }
}

@Module({ controllers: [SlowController], providers: [ConnectionDrain] })
class SlowModule {}

it('closes under spare connections and a page that goes on polling, and still answers what was asked', async () => {
  const testing = await Test.createTestingModule({ imports: [SlowModule] }).compile();
  const app = testing.createNestApplication<NestExpressApplication>({ logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const [unused, polling] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all([once(unused, 'connect'), once(polling, 'connect')]);
  const ask = () => polling.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const asked = once(app.getHttpServer(), 'request');
  ask();
  await asked;
  let answers = '';
  polling.on('data', (text: Buffer) => {
    answers += text.toString();
    if (answers.endsWith('whole')) ask();
  });
  polling.on('error', () => undefined);
  const gone = once(unused, 'close');
  const closed = app.close();
  await gone;
  release();
  await closed;
  expect(answers).toMatch(/^HTTP\/1.1 200 [^]*whole$/);
});
