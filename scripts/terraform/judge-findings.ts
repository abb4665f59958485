import type { AcceptedFinding } from './accepted-findings'

/** What checkov says of plans, as far as it is read: `-o json`. */
export interface CheckovReport {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string
      readonly check_name: string
      readonly resource: string
      readonly file_path: string
    }[]
  }
  readonly summary: {
    readonly passed: number
    readonly failed: number
    readonly parsing_errors: number
    readonly resource_count: number
  }
}

/**
 * One line for each finding that nobody accepted, for each row that accepts nothing any more, and for a report that did not
 * see the plans; none when all is well. `hasKms` tells of a plan's file whether its settings ask for keys.
 */
export function judgeFindings(
  { results, summary }: CheckovReport,
  accepted: readonly AcceptedFinding[],
  hasKms: (file: string) => boolean,
): readonly string[] {
  const needed = new Set<AcceptedFinding>()
  const findings = results.failed_checks.flatMap(
    ({ check_id: check, check_name: what, resource, file_path: file }) => {
      const row = accepted.find(
        (each) =>
          each.check === check &&
          resource.startsWith(each.resource) &&
          !(each.unlessKms && hasKms(file)),
      )
      if (row) needed.add(row)
      return row ? [] : [`${check} ${resource} (${file}): ${what}`]
    },
  )
  const stale = accepted
    .filter((row) => !needed.has(row))
    .map(({ check, resource }) => `${check} ${resource}: accepted, but not found any more`)
  const unseen =
    summary.parsing_errors > 0 || summary.resource_count === 0
      ? [`${summary.resource_count} resources read, ${summary.parsing_errors} plans not`]
      : []
  return [...unseen, ...findings, ...stale]
}
