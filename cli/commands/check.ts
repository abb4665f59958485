import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { UsageError, UserError } from '../../lib/errors'
import { formatDiagnostic, positionAt, type Diagnostic } from '../../lib/language/diagnostics'
import type { Command, ExitCode, Given } from '../command'
import { adHocQuery, diagnosed, textOf } from '../question'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  file: {
    type: 'string',
    array: true,
    describe: 'Files of Insights QL, one query each; folders of *.insights; - is stdin',
  },
} as const

const options = {
  output: {
    alias: 'o',
    type: 'string',
    choices: ['text', 'json'],
    default: 'text',
    describe: 'The form of the output',
  },
} as const

interface Source {
  readonly name: string
  readonly text: string
}

/** Diagnoses Insights QL: 1 when there is an error, 0 when there are at most warnings. */
export async function check(
  { file = [], output }: Given<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const checked = (await sources(file, terminal)).map((source) => ({
    source,
    diagnostics: diagnosticsOf(source),
  }))

  const all = checked.flatMap(({ diagnostics }) => diagnostics)
  const errors = all.filter(({ severity }) => severity === 'error').length
  if (output === 'json') {
    const flat = checked.flatMap(({ source, diagnostics }) =>
      diagnostics.map((diagnostic) => located(diagnostic, source)),
    )
    await terminal.print(`${JSON.stringify(flat, null, 2)}\n`)
  } else {
    for (const { source, diagnostics } of checked) {
      for (const diagnostic of diagnostics) {
        await terminal.print(`${formatDiagnostic(diagnostic, source.text, source.name)}\n\n`)
      }
    }
    terminal.say(
      `${counted(checked.length, 'query', 'queries')}: ${counted(errors, 'error')}, ${counted(all.length - errors, 'warning')}`,
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
  const names = await Promise.all(given.map((name) => expanded(name, terminal)))
  return Promise.all(
    names.flat().map(async (name) => ({
      name: name === '-' ? 'stdin' : name,
      text: await textOf(name, terminal),
    })),
  )
}

/** A folder stands for the queries in it, however deep, in the order of their names. */
async function expanded(name: string, { folder }: Terminal): Promise<readonly string[]> {
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
  throw new UsageError(`\`${name}\` holds no query`, { help: 'queries are files named *.insights' })
}

function diagnosticsOf({ name, text }: Source): readonly Diagnostic[] {
  try {
    return diagnosed(adHocQuery(text, name)).diagnostics
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { message, help } = error
    return [{ code: 'header', severity: 'error', message, help, span: { start: 0, end: 0 } }]
  }
}

function located({ code, message, help, severity, span }: Diagnostic, { name, text }: Source) {
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

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

export const checkCommand = {
  usage: 'check [file..]',
  describe: 'Diagnose Logs Insights QL',
  positionals,
  options,
  examples: [
    ['check my-query.insights', 'What is wrong with a query, and where'],
    ['check queries/ -o json', 'Every query of a folder, for a program to read'],
  ],
  run: check,
} as const satisfies Command
