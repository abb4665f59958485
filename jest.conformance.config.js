import base from './jest.config.js'

/** Tests against real servers, which CI starts; `npm test` needs none. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/conformance/**/*.test.ts'],
  testPathIgnorePatterns: [],
}
