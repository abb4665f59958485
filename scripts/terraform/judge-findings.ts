import type { AcceptedFinding } from './accepted-findings'

/** The used part of checkov's report on plans: `-o json`. */
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
 * Problems of a report: findings that are not accepted, accepted findings that no longer occur, and plans that checkov did not
 * read. `hasKms` returns whether the settings of a plan's file have keys.
 */
export function judgeFindings(
  { results, summary }: CheckovReport,
  accepted: readonly AcceptedFinding[],
  hasKms: (file: string) => boolean,
): readonly string[] {
  const needed = new Set<AcceptedFinding>()
  const findings = results.failed_checks.flatMap(
    ({ check_id: check, check_name: title, resource, file_path: file }) => {
      const row = accepted.find(
        (each) =>
          each.check === check &&
          resource.startsWith(each.resource) &&
          !(each.unlessKms && hasKms(file)),
      )
      if (row) needed.add(row)
      return row ? [] : [`${check} ${resource} (${file}): ${title}`]
    },
  )
  const stale = accepted
    .filter((row) => !needed.has(row))
    .map(({ check, resource }) => `${check} ${resource}: accepted, but no longer found`)
  const unread =
    summary.parsing_errors > 0 || summary.resource_count === 0
      ? [`${summary.resource_count} resources read, ${summary.parsing_errors} plans not`]
      : []
  return [...unread, ...findings, ...stale]
}
