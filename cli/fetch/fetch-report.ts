import type { Waiting } from '../../lib/engines/wait'
import type { TimeSpan } from '../../lib/time'
import type { Cell } from '../../lib/results/result'
import type { Settings } from '../../lib/settings/settings'

/** The work of one fetch. */
export interface FetchWork {
  readonly range: TimeSpan
  /** Absolute. */
  readonly folder: string
  readonly latenessSeconds: number
  readonly dryRun: boolean
  readonly settings: Settings | undefined
  readonly waiting: Waiting
}

/** What was fetched, or would be in a dry run. */
export interface FetchReport {
  readonly rows: readonly (readonly Cell[])[]
  /** Lines for stderr. */
  readonly messages: readonly string[]
  /** Files that are in the folder now. */
  readonly files: number
  /** No file was skipped. */
  readonly isWhole: boolean
}

/** One file and its outcome. */
export interface FetchStep {
  readonly outcome: string
  /** `123456789012 eu-west-1`, or a log group. */
  readonly from: string
  /** `2026-03-14` */
  readonly date: string
  readonly records: number | null
  readonly bytes: number | null
}

/** One row for each outcome of a day. */
export function rowsOf(steps: readonly FetchStep[]): readonly (readonly Cell[])[] {
  const days = new Map<string, FetchStep[]>()
  for (const step of steps) {
    const day = [step.date, step.from, step.outcome].join('\0')
    days.set(day, [...(days.get(day) ?? []), step])
  }
  return [...days.keys()].sort().map((day) => {
    const [date = '', from = '', outcome = ''] = day.split('\0')
    const ofDay = days.get(day)!
    return [outcome, from, date, ofDay.length, sum(ofDay, 'records'), sum(ofDay, 'bytes')]
  })
}

/** `fetched 24, present 3` */
export function countOutcomes(steps: readonly FetchStep[], outcomes: readonly string[]): string {
  const count = (outcome: string) => steps.filter((step) => step.outcome === outcome).length
  return outcomes
    .map((outcome, index) => [outcome, count(outcome), index] as const)
    .filter(([, files, index]) => files > 0 || index < 2)
    .map(([outcome, files]) => `${outcome} ${files}`)
    .join(', ')
}

function sum(steps: readonly FetchStep[], figure: 'records' | 'bytes'): number | null {
  return steps.some((step) => step[figure] === null)
    ? null
    : steps.reduce((total, step) => total + step[figure]!, 0)
}
