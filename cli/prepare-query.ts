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
 * The query that the command line gives: by its name in the catalogue, as text, or as a file (`-` is stdin).
 * Diagnostics of the user's text go to stderr.
 */
export async function chooseQuery(
  { name, query, file }: QuerySource,
  terminal: Terminal,
): Promise<CatalogueQuery> {
  const given = [name, query, file].filter((source) => source !== undefined)
  if (given.length !== 1) {
    throw new UsageError(
      given.length === 0
        ? "Which query? Give a name (`natlens list`), --query 'QL' or --file FILE."
        : 'Give only one of a query name, --query and --file.',
    )
  }

  if (name !== undefined) return loadCatalogue().find(name)

  const source = query !== undefined ? '--query' : file === '-' ? 'stdin' : file!
  const adHoc = readAdHocQuery(query ?? (await readQueryText(file!, terminal)), source)
  // Parameters and a limit change the text, so diagnostics with positions come first.
  reportDiagnostics(adHoc, diagnose(adHoc).diagnostics, terminal)
  return adHoc
}

/** Reads a query that is not in the catalogue. @throws {UsageError} for a mistake in its comments. */
export function readAdHocQuery(text: string, name: string): CatalogueQuery {
  try {
    return readQuery(text, name)
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

/** Reads a file of a query's text, or stdin for `-`. */
export async function readQueryText(file: string, terminal: Terminal): Promise<string> {
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

export interface PrepareOptions {
  readonly params: readonly string[]
  readonly limit?: number | undefined
  /** Whether the engine runs Insights QL itself, so that the text may have no SQL form. */
  readonly runsInsightsQl?: boolean
}

export interface PreparedQuery {
  readonly text: string
  readonly plan: Plan
  /** Only CloudWatch can run the text. */
  readonly isOpaque?: boolean
}

/**
 * Fills in the query's parameters, replaces its limit and plans it.
 *
 * @param limit rows; 0 means all, undefined keeps the query's own.
 */
export function prepareQuery(
  query: CatalogueQuery,
  { params, limit, runsInsightsQl = false }: PrepareOptions,
  terminal: Terminal,
): PreparedQuery {
  const filled = fill(query, params)
  const text = limit === undefined ? filled : withLimit(filled, limit === 0 ? 'all' : limit)
  const { plan, diagnostics } = diagnose({ text, parameters: [] })
  if (plan) return { text, plan }

  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (runsInsightsQl && errors.every(isUnknown)) {
    for (const each of errors) {
      const warning: Diagnostic = { ...each, severity: 'warning' }
      terminal.say(formatDiagnostic(warning, text, query.name))
    }
    return { text, plan: NO_PLAN, isOpaque: true }
  }
  reportDiagnostics({ ...query, text }, errors, terminal)
  throw new UserError(`${query.name} uses Insights QL that has no SQL form`, {
    help: '`natlens run --engine cloudwatch` sends the text unchanged',
  })
}

/** Whether CloudWatch may know what natlens does not know: a name that resembles no other one. */
function isUnknown({ code, help }: Diagnostic): boolean {
  return code === 'without-source' || (code.startsWith('unknown-') && help === undefined)
}

/** Prints diagnostics. @throws {UsageError} when one of them is an error. */
function reportDiagnostics(
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

/** Plans a text; the plan is undefined when the text has an error or no SQL form. */
export function diagnose({ text, parameters }: Pick<CatalogueQuery, 'text' | 'parameters'>): {
  readonly plan: Plan | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline, {
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
  })
  const all = [...diagnostics, ...resolved.diagnostics]
  return { plan: resolved.plan, diagnostics: all.sort((a, b) => a.span.start - b.span.start) }
}
