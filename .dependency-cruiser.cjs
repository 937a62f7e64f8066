const feature =
  '(plans|recordings|schedule|playout|reports|auth|audit|audio|console|emergency|metrics|reminders|upkeep)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means two files are one concern, or a port is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain imports itself, temporal-polyfill and rrule-temporal, nothing else.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^src/domain/', '(^|/)node_modules/(temporal-polyfill|rrule-temporal)/'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.spec\\.ts$' },
      to: { path: `^src/(${feature}/|app\\.module|main|cli)` },
    },
    {
      name: 'features-meet-through-services-and-ports',
      comment: 'Repositories, entities and HTTP or queue adapters are private to their feature.',
      severity: 'error',
      from: { path: `^src/${feature}/` },
      to: {
        path: `^src/${feature}/.*\\.(repository|entity|controller|processor)\\.ts$`,
        pathNot: '^src/$1/',
      },
    },
    {
      name: 'nothing-imports-console-or-reports',
      comment: 'But reminders, which nothing imports either: they ask which reports have been made.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/(console|reports|reminders)/', '^src/(app\\.module|main|cli)\\.ts$', '^src/cli/'],
      },
      to: { path: '^src/(console|reports)/' },
    },
    {
      name: 'reports-know-no-console',
      severity: 'error',
      from: { path: '^src/reports/' },
      to: { path: '^src/console/' },
    },
    {
      name: 'only-audio-uses-fluent-ffmpeg',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: '^src/audio/' },
      to: { path: '(^|/)node_modules/(@types/)?fluent-ffmpeg/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies-in-the-service',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      // A type leaves nothing behind at run time (express's, say, whose code comes with @nestjs/platform-express).
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'service-knows-no-test',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { path: '(^test/|\\.spec\\.tsx?$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'require', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
    },
  },
};
