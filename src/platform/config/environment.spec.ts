import { readEnvironment } from './environment';

describe('environment', () => {
  it('has a default for everything, with absolute folders', () => {
    expect(readEnvironment({}, '/srv/station')).toEqual({
      port: 8080,
      host: '127.0.0.1',
      dataDir: '/srv/station/data',
      configDir: '/srv/station/config',
      redisUrl: undefined,
    });
  });

  it('takes what is set, and an empty variable as unset', () => {
    const variables = {
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/var/lib/x',
      CONFIG_DIR: 'etc',
      REDIS_URL: '',
      HOME: '/root',
    };
    expect(readEnvironment(variables, '/srv')).toEqual({
      port: 0,
      host: '::1',
      dataDir: '/var/lib/x',
      configDir: '/srv/etc',
      redisUrl: undefined,
    });
    expect(readEnvironment({}).isLocal).toBe(true);
    expect(readEnvironment({ HOST: '0.0.0.0' }).isLocal).toBe(false);
    expect(readEnvironment({ TRUST_PROXY: 'loopback, 10.0.0.0/8' }).isLocal).toBe(false);
    expect(readEnvironment({ REDIS_URL: 'redis://cache:6379/2' }).redisUrl).toBe('redis://cache:6379/2');
  });

  it.each([
    [{ HOST: 'http://x' }, /^HOST="http:\/\/x": phải là .*\.\nHOST="http:\/\/x": must be an address/],
    [{ TRUST_PROXY: 'true' }, /^TRUST_PROXY="true": phải là/],
    [{ PORT: '80a' }, /^PORT="80a": phải là số nguyên/],
    [{ PORT: '65536' }, /^PORT="65536"/],
    [{ REDIS_URL: 'http://x' }, /^REDIS_URL: phải có dạng/],
  ])('refuses %j', (variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(message);
  });

  it('names every variable that is wrong, and never shows the Redis password', () => {
    const wrong = () => readEnvironment({ PORT: '-1', REDIS_URL: 'rdis://:secret@x' });
    expect(wrong).toThrow(/PORT="-1"[^]*REDIS_URL: /);
    expect(wrong).not.toThrow(/secret/);
  });
});
