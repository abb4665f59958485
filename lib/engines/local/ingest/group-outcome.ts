import type { GroupPlan } from './plan-group'
import type { GroupKey } from './source-groups'

/** What was done for a group of sources, or would be in a dry run. */
export interface GroupOutcome {
  readonly outcome: GroupPlan['kind'] | 'skipped'
  readonly group: GroupKey
  readonly sources: number
  /** Copies of the group that were written or are there; in a dry run undefined for those to write. */
  readonly files: number | undefined
  /** Of the sources; undefined where they were not read. */
  readonly records: number | undefined
  /** Of the copies. */
  readonly bytes: number | undefined
  /** No source is left out. */
  readonly isWhole: boolean
}
