import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { fieldsDocument } from './docs/fields'
import { languageDocument } from './docs/language'
import { queriesDocument } from './docs/queries'
import { readmeDocument } from './docs/readme'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The documents that are written from the code. With `--check` nothing is written, and stale documents fail. */
const DOCUMENTS: Readonly<Record<string, (current: string) => string | Promise<string>>> = {
  'docs/fields.md': fieldsDocument,
  'docs/queries.md': queriesDocument,
  'docs/language.md': languageDocument,
  'README.md': readmeDocument,
}

const check = process.argv.includes('--check')
const stale: string[] = []

for (const [name, write] of Object.entries(DOCUMENTS)) {
  const path = join(ROOT, name)
  const current = readText(path)
  const options = (await resolveConfig(path)) ?? {}
  const text = await format(await write(current), { ...options, filepath: path })
  if (text === current) continue
  stale.push(name)
  if (!check) writeFileSync(path, text)
}

if (stale.length > 0) {
  console.log(`${check ? 'stale, run `npm run docs`' : 'written'}: ${stale.join(', ')}`)
  if (check) process.exitCode = 1
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
