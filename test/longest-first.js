const { default: Sequencer } = require('@jest/test-sequencer');

/** Specs that take longest though their files are short, longest first: begun last, they would be waited for alone. */
const LONGEST = [
  'e2e/airing',
  'e2e/faults',
  'e2e/every-page',
  'integration/simulation',
  'e2e/demo',
  'e2e/emergency',
  'e2e/first-day',
  'integration/recordings-faults',
  'e2e/emergency-page',
  'integration/playout-emergency',
  'e2e/console-pages',
  'integration/normalising',
  'integration/air-check-proof',
  'integration/fuzz',
  'integration/normalise-kill',
  'integration/normalise-process',
];

/** In Jest's own order (by size, or by the time of an earlier run) but for those. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((name) => path.endsWith(`/${name}.spec.ts`));
      return index === -1 ? LONGEST.length : index;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
