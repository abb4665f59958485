import process from 'node:process'
import { UserError } from '../lib/errors'
import { moveToCdktn } from './cdktn/move'

// node --import tsx scripts/move-to-cdktn.ts: moves this folder from CDKTF to CDK Terrain; see docs/cdktn.md.
try {
  const moved = moveToCdktn('.')
  for (const { file, names } of moved) console.log(`${file}: ${names}`)
  console.log(
    moved.length === 0
      ? 'nothing to do: no file contains a package of CDKTF'
      : `${moved.length} files changed; next: npm install, then npm run types && npm test`,
  )
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
  process.exitCode = error.exitCode
}
