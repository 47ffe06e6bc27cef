const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // Its package.json has the name of ours.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {'^(\\.{1,2}/.*)\\.js$': '$1'},
  transform: {
    '^.+\\.ts$': ['@swc/jest', {jsc: {target: 'es2022', parser: {syntax: 'typescript'}}, module: {type: 'es6'}}]
  }
}

/** Projects, so that a test that needs no Docker engine never waits for one. */
export default {
  // Much of a suite's time is waiting; jest leaves a core idle otherwise, of two the half.
  maxWorkers: '100%',
  // Some take a second on a quiet machine, and several on a busy one.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/__tests__/e2e/']
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
