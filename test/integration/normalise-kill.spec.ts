import { killAtEach } from '../support/normalise-kill';

/** The other stages: normalise-kill.long.spec.ts. */
test('a service killed while the encoder works loses nothing and leaves nothing half made', async () => {
  await killAtEach(['encoding']);
}, 120_000);
