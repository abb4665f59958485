// Runs before the tests of each file: the caller's settings must not affect tests or the programs that tests start.

/** The number of random cases of the property tests, their seed, and a file of more queries. */
const KEPT = ['NATLENS_CASES', 'NATLENS_SEED', 'NATLENS_CORPUS']
const CLEARED =
  /^(NATLENS_|AWS_|XDG_|NODE_COMPILE_CACHE$|NODE_DISABLE_COMPILE_CACHE$|NO_COLOR$|FORCE_COLOR$|COLUMNS$|LINES$|npm_lifecycle_event$)/

for (const name of Object.keys(process.env)) {
  if (CLEARED.test(name) && !KEPT.includes(name)) delete process.env[name]
}
Object.assign(process.env, {
  TZ: 'UTC',
  // The AWS SDK reads no credentials or region from the user's files or the network.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
})
