const { execFileSync } = require('node:child_process')
const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

/** What the program is built from. */
const SOURCES = ['cli', 'lib', 'scripts', 'package-lock.json']

// Builds the program that tests start, where a source has changed since; it is below node_modules, where it finds its packages and the catalogue.
module.exports = ({ rootDir }) => {
  const out = join(rootDir, 'node_modules/.cache/natlens-program')
  // Written last.
  const built = join(out, 'package.json')
  const changed = Math.max(...SOURCES.map((source) => lastChange(join(rootDir, source))))
  if (existsSync(built) && statSync(built).mtimeMs > changed) return
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts', out], { cwd: rootDir })
}

/** Of a file or a folder with all that is in it; a folder changes when a file is deleted. */
function lastChange(path) {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))))
}
