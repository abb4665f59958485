import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../lib/errors'
import { renameInCode, renameInManifest } from './rename'

/** A file that was changed, and how many names in it. */
export interface Moved {
  /** From the project's folder on, with `/`. */
  readonly file: string
  readonly names: number
}

const MANIFEST = 'package.json'

/** Where the packages are named; whatever else is in the project does not know them. */
const FOLDERS = ['stacks', 'scripts', 'test']
const FILES = ['main.ts', 'eslint.config.js', '.ci/installed-package']

/** The move itself names the old packages, and so does its test. */
const OWN = /(^|\/)(cdktn\/|move-to-cdktn\.)/

/**
 * Moves a checkout of the project from CDKTF to CDK Terrain, in place; a second time changes nothing.
 * @throws {UserError} when the folder is no project that depends on CDKTF or CDK Terrain.
 */
export function moveToCdktn(folder: string): readonly Moved[] {
  const manifest = join(folder, MANIFEST)
  const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : ''
  if (!/"cdkt[fn]":/.test(text)) {
    throw new UserError(`\`${MANIFEST}\` depends on neither cdktf nor cdktn`, {
      help: 'run it in the folder of the project',
    })
  }
  const files = [
    MANIFEST,
    ...FILES.filter((file) => existsSync(join(folder, file))),
    ...FOLDERS.flatMap((name) => sources(folder, name)),
  ]
  return files.flatMap((file) => {
    const path = join(folder, file)
    const rename = file === MANIFEST ? renameInManifest : renameInCode
    const { text: renamed, names } = rename(readFileSync(path, 'utf8'))
    if (names === 0) return []
    writeFileSync(path, renamed)
    return [{ file, names }]
  })
}

function sources(folder: string, name: string): readonly string[] {
  if (!existsSync(join(folder, name))) return []
  return readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !OWN.test(file))
    .sort()
}
