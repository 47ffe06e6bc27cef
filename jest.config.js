import {availableParallelism} from 'node:os'

/** The modules of @actions/workflow-parser that import JSON. */
const JSON_IMPORTERS = '@actions/workflow-parser/dist/\\w+/\\w+-schema\\.js$'

/** Every fault on every request of a copy takes more than a minute, so `npm run check` leaves it out. */
const MATRIX = 'packages/oci/test/faults.test.ts'

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // dist/cli/package.json has the same name as package.json: jest would report a collision.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {'^(\\.{1,2}/.*)\\.js$': '$1'},
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {target: 'es2022', parser: {syntax: 'typescript'}, experimental: {keepImportAttributes: true}},
        module: {type: 'es6'}
      }
    ],
    [`/node_modules/${JSON_IMPORTERS}`]: '<rootDir>/setup/json-imports.js'
  },
  transformIgnorePatterns: [`/node_modules/(?!${JSON_IMPORTERS})`]
}

/** Projects, so that a test that needs no Docker engine never waits for one. */
export default {
  // Suites wait much of their time: for Docker, for other programs, for silence. By default jest leaves a core idle.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A worker keeps the modules of every suite that it ran. Beyond this, collecting garbage stops it for seconds, and each start
  // of a program takes long.
  workerIdleMemoryLimit: '600MB',
  // Some tests take a second on a quiet machine, and several on a busy one.
  testTimeout: 30_000,
  // `npm run coverage`. The compiler removes files that declare types alone, so they have no lines to reach.
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', 'packages/*/src/**/*.ts', '!src/run/outcome.ts'],
  coverageReporters: ['text', 'lcov'],
  coverageThreshold: {'./src/run/': {lines: 95}},
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/__tests__/e2e/', '<rootDir>/__tests__/testbed/', `<rootDir>/${MATRIX}`]
    },
    {
      ...shared,
      displayName: 'testbed',
      testMatch: ['<rootDir>/__tests__/testbed/**/*.test.ts', `<rootDir>/${MATRIX}`]
    },
    {
      ...shared,
      displayName: 'infra',
      testMatch: ['<rootDir>/infra/test/**/*.test.ts']
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/setup/engine.js',
      globalTeardown: '<rootDir>/setup/grants-report.js'
    }
  ]
}
