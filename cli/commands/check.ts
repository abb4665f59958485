import { countText } from '../../lib/count-text'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { UsageError, UserError } from '../../lib/errors'
import { formatDiagnostic, positionAt, type Diagnostic } from '../../lib/language/diagnostics'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { readAdHocQuery, diagnose, readQueryText } from '../prepare-query'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  file: {
    type: 'string',
    array: true,
    describe: 'Files with one query each, or folders with *.insights files; - is stdin',
  },
} as const

const options = {
  output: {
    alias: 'o',
    type: 'string',
    choices: ['text', 'json'],
    default: 'text',
    describe: 'Output format',
  },
} as const

interface Source {
  readonly name: string
  readonly text: string
}

/** Checks Insights QL; the exit status is 1 when there is an error. */
export async function check(
  { file = [], output }: ArgumentsOf<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const checked = (await sources(file, terminal)).map((source) => ({
    source,
    diagnostics: findDiagnostics(source),
  }))

  const all = checked.flatMap(({ diagnostics }) => diagnostics)
  const errors = all.filter(({ severity }) => severity === 'error').length
  if (output === 'json') {
    const flat = checked.flatMap(({ source, diagnostics }) =>
      diagnostics.map((diagnostic) => toJson(diagnostic, source)),
    )
    await terminal.print(`${JSON.stringify(flat, null, 2)}\n`)
  } else {
    for (const { source, diagnostics } of checked) {
      for (const diagnostic of diagnostics) {
        await terminal.print(`${formatDiagnostic(diagnostic, source.text, source.name)}\n\n`)
      }
    }
    terminal.say(
      `${countText(checked.length, 'query', 'queries')}: ${countText(errors, 'error')}, ${countText(all.length - errors, 'warning')}`,
    )
  }
  return errors > 0 ? 1 : 0
}

async function sources(files: readonly string[], terminal: Terminal): Promise<readonly Source[]> {
  if (files.length === 0 && terminal.isInputTerminal) {
    return loadCatalogue()
      .all()
      .map(({ name, text }) => ({ name: `queries/${name}.insights`, text }))
  }
  const given = files.length === 0 ? ['-'] : files
  const names = await Promise.all(given.map((name) => expand(name, terminal)))
  return Promise.all(
    names.flat().map(async (name) => ({
      name: name === '-' ? 'stdin' : name,
      text: await readQueryText(name, terminal),
    })),
  )
}

/** The files of a folder and its subfolders, sorted; a file stands for itself. */
async function expand(name: string, { folder }: Terminal): Promise<readonly string[]> {
  if (name === '-') return [name]
  const path = resolve(folder, name)
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  if (!isFolder) return [name]

  const queries = (await readdir(path, { recursive: true }))
    .filter((entry) => entry.endsWith('.insights'))
    .sort()
    .map((entry) => join(name, entry))
  if (queries.length > 0) return queries
  throw new UsageError(`\`${name}\` contains no *.insights files`)
}

function findDiagnostics({ name, text }: Source): readonly Diagnostic[] {
  try {
    return diagnose(readAdHocQuery(text, name)).diagnostics
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { message, help } = error
    return [{ code: 'header', severity: 'error', message, help, span: { start: 0, end: 0 } }]
  }
}

function toJson({ code, message, help, severity, span }: Diagnostic, { name, text }: Source) {
  const start = positionAt(text, span.start)
  const end = positionAt(text, span.end)
  return {
    file: name,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    code,
    message,
    help: help ?? null,
    severity,
  }
}

export const checkCommand = {
  usage: 'check [file..]',
  describe: 'Check Logs Insights QL for mistakes',
  positionals,
  options,
  examples: [
    ['check my-query.insights', 'Show mistakes and where they are'],
    ['check queries/ -o json', 'Check a folder; print JSON'],
  ],
  run: check,
} as const satisfies Command
