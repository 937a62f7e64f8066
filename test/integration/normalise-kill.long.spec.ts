import { killAtEach } from '../support/normalise-kill';

test('a service killed at any stage of normalising loses nothing and leaves nothing half made', async () => {
  await killAtEach(['decoding', 'levelling', 'encoding', 'verifying', 'decoding', 'encoding', 'verifying']);
}, 600_000);
