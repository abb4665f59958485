// Node reads the time zone once, before a test file could set it.
process.env.TZ = 'UTC'

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/scripts/jest-node.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.ts$|/get-east-asian-width/': '<rootDir>/scripts/jest-transform.cjs' },
  // Jest runs CommonJS, and this package has ECMAScript modules only.
  transformIgnorePatterns: ['/node_modules/(?!get-east-asian-width/)'],
  moduleNameMapper: { '/stack-trace$': '<rootDir>/scripts/jest-no-stack-trace.cjs' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  globalSetup: '<rootDir>/scripts/jest-program.cjs',
  setupFiles: ['<rootDir>/scripts/jest-environment.cjs'],
  testTimeout: 60_000,
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/conformance/'],
  maxWorkers: 2,
}
