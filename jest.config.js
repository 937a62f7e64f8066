/**
 * `npm test` runs every *.spec.ts(x) but the long ones; `npm run test:long` (LONG=1) runs only *.long.spec.ts.
 * Nest 12 and some of its neighbours ship as ES modules only: those packages go through swc as our own code does.
 */
const esModuleOnlyPackages = [
  '@nestjs',
  '@borewit/text-codec',
  '@tokenizer',
  '@tus',
  'chalk',
  'docx',
  'fast-check',
  'file-type',
  'msgpackr',
  'nanoid',
  'preact',
  'preact-render-to-string',
  'pure-rand',
  'rrule-temporal',
  'set-cookie-parser',
  'srvx',
  'strtok3',
  'temporal-polyfill',
  'temporal-spec',
  'temporal-utils',
  'token-types',
  'uint8array-extras',
  'uuid',
];

function swc(parser) {
  return [
    '@swc/jest',
    {
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'commonjs' },
      jsc: {
        target: 'es2022',
        parser,
        keepClassNames: true,
        transform: {
          legacyDecorator: true,
          decoratorMetadata: true,
          react: { runtime: 'automatic', importSource: 'preact' },
        },
      },
    },
  ];
}

const runsLongTests = process.env.LONG === '1';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: runsLongTests ? ['**/*.long.spec.ts'] : ['**/*.spec.ts', '**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', ...(runsLongTests ? [] : ['\\.long\\.spec\\.ts$'])],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '^.+\\.tsx$': swc({ syntax: 'typescript', tsx: true, decorators: true }),
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '^.+\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModuleOnlyPackages.join('|')})/)`],
  moduleNameMapper: {
    // A process of its own does not go through Jest: it runs what `npx nest build` made.
    '/worker-entry$': '<rootDir>/test/support/worker-entry.ts',
    '/render-entry$': '<rootDir>/test/support/render-entry.ts',
  },
  // Two more than the cores: tests of the engine and the service wait in real time longer than they compute.
  maxWorkers: 4,
  // A guard against hanging, not a measure of speed: the machines are shared and noisy.
  testTimeout: runsLongTests ? 900_000 : 120_000,
};
