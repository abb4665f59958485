import type { OutputColumn } from '../language/plan'
import type { ResultColumn } from '../results/result'

/** The columns of a plan's answer; a boolean shown as a value is the integer 1 or 0. */
export function resultColumns({
  columns,
}: {
  readonly columns: readonly Pick<OutputColumn, 'name' | 'type'>[]
}): readonly ResultColumn[] {
  return columns.map(({ name, type }) => ({ name, type: type === 'boolean' ? 'integer' : type }))
}
