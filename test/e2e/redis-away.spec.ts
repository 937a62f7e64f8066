import { remove, Service, stationDirectory } from '../support/service';

jest.setTimeout(60_000);

describe('the service without its Redis', () => {
  const directory = stationDirectory();

  afterAll(() => {
    remove(directory);
  });

  it('starts, serves, and logs one JSON object a line', async () => {
    const service = await Service.start({ ...directory, redisUrl: 'redis://127.0.0.1:1' });
    const { body } = await service.api('GET', '/api/v1/health');
    expect(body.checks.redis.status).toBe('down');
    await service.stop();
    const lines = service.output.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !line.startsWith('{"level":'))).toEqual([]);
    expect(lines.some((line) => line.includes('ECONNREFUSED'))).toBe(true);
  });
});
