import type { Diagnostic } from '../../lib/language/diagnostics'
import { parseQuery } from '../../lib/language/parse'
import { printPlan } from '../../lib/language/plan-text'
import { resolveQuery, type ResolveOptions } from '../../lib/language/resolve'

/** Every diagnostic of a text as `code | what it is about | message | help`. */
export function findings(text: string, options?: ResolveOptions): readonly string[] {
  const { pipeline, diagnostics } = parseQuery(text)
  return [...diagnostics, ...resolveQuery(pipeline, options).diagnostics]
    .sort((a, b) => a.span.start - b.span.start)
    .map((each) => asLine(each, text))
}

/** The plan of a text without any diagnostic, printed. */
export function planOf(text: string): string {
  const said = findings(text)
  if (said.length > 0) throw new Error(said.join('\n'))
  const { plan } = resolveQuery(parseQuery(text).pipeline)
  if (!plan) throw new Error('no plan and no diagnostic')
  return printPlan(plan).trimEnd()
}

/** The steps of the plan alone, whatever the warnings. */
export function stepsOf(text: string): string {
  const { plan } = resolveQuery(parseQuery(text).pipeline)
  if (!plan) throw new Error(findings(text).join('\n'))
  return printPlan(plan).split('\ncolumns\n')[0]!
}

function asLine({ code, message, help, span }: Diagnostic, text: string): string {
  const about = text.slice(span.start, span.end)
  return [code, about, message, ...(help === undefined ? [] : [help])].join(' | ')
}
