import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadCatalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import { readQuery, type CatalogueQuery } from '../lib/catalogue/query'
import { UsageError, UserError } from '../lib/errors'
import { formatDiagnostic, type Diagnostic } from '../lib/language/diagnostics'
import { withLimit } from '../lib/language/limit'
import { parseQuery } from '../lib/language/parse'
import { NO_PLAN } from '../lib/engines/engine'
import type { Plan } from '../lib/language/plan'
import { resolveQuery } from '../lib/language/resolve'
import type { Terminal } from './terminal'

export interface QuerySource {
  readonly name?: string | undefined
  readonly query?: string | undefined
  readonly file?: string | undefined
}

/**
 * The one query that the command line names: by its name in the catalogue, as text, or as a file (`-` is stdin).
 * What is to be said about a text of the user's goes to stderr.
 */
export async function chosenQuery(
  { name, query, file }: QuerySource,
  terminal: Terminal,
): Promise<CatalogueQuery> {
  const given = [name, query, file].filter((source) => source !== undefined)
  if (given.length !== 1) {
    throw new UsageError(
      given.length === 0
        ? 'no query is named'
        : 'a query is given more than once: by name, --query or --file',
      { help: "it is one of: a name from `natlens list`, --query 'QL', --file F" },
    )
  }

  if (name !== undefined) return loadCatalogue().find(name)

  const source = query !== undefined ? '--query' : file === '-' ? 'stdin' : file!
  const adHoc = adHocQuery(query ?? (await textOf(file!, terminal)), source)
  // Judged before parameters and a limit change it: places are those of the user's text.
  sayAll(adHoc, diagnosed(adHoc).diagnostics, terminal)
  return adHoc
}

/** A query that is not of the catalogue: what is wrong with its comments is the user's mistake, not the program's. */
export function adHocQuery(text: string, name: string): CatalogueQuery {
  try {
    return readQuery(text, name)
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

/** Reads a file of a query's text, or stdin for `-`. */
export async function textOf(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return terminal.readInput()
  try {
    return await readFile(resolve(terminal.folder, file), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const finding =
      code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? String(error)})`
    throw new UsageError(`\`${file}\` ${finding}`, { cause: error })
  }
}

export interface Understanding {
  readonly params: readonly string[]
  readonly limit?: number | undefined
  /** Whether the engine runs the query's own text, which then needs no SQL form. */
  readonly runsInsightsQl?: boolean
}

/**
 * The query's text with its parameters filled in and its limit replaced, and what it means.
 *
 * @param limit rows; 0 means all, undefined what the query says.
 */
export function understood(
  query: CatalogueQuery,
  { params, limit, runsInsightsQl = false }: Understanding,
  terminal: Terminal,
): { readonly text: string; readonly plan: Plan; readonly isOpaque?: boolean } {
  const filled = fill(query, params)
  const text = limit === undefined ? filled : withLimit(filled, limit === 0 ? 'all' : limit)
  const { plan, diagnostics } = diagnosed({ text, parameters: [] })
  if (plan) return { text, plan }

  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  sayAll({ ...query, text }, errors, terminal)
  if (runsInsightsQl) return { text, plan: NO_PLAN, isOpaque: true }
  throw new UserError(`${query.name} has a part without an SQL form`, {
    help: '`natlens run --engine cloudwatch` sends it as it stands, as the console of CloudWatch Logs does',
  })
}

/** @throws {UsageError} when there is an error among them. */
function sayAll(
  { name, text }: Pick<CatalogueQuery, 'name' | 'text'>,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): void {
  for (const diagnostic of diagnostics) terminal.say(formatDiagnostic(diagnostic, text, name))
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  if (errors > 0) {
    throw new UsageError(`${name} has ${errors === 1 ? 'an error' : `${errors} errors`}`)
  }
}

/** What the text means, when it means anything, and all that is to be said about it. */
export function diagnosed({ text, parameters }: Pick<CatalogueQuery, 'text' | 'parameters'>): {
  readonly plan: Plan | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline, {
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
  })
  return { plan: resolved.plan, diagnostics: [...diagnostics, ...resolved.diagnostics] }
}
