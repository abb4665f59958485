const { execFileSync } = require('node:child_process')
const { join } = require('node:path')

// Builds the program that tests start; it is below node_modules, where it finds its packages and the catalogue.
module.exports = ({ rootDir }) => {
  const out = join(rootDir, 'node_modules/.cache/natlens-program')
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts', out], { cwd: rootDir })
}
