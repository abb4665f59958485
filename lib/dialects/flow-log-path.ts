import { literal } from './literals'

/** Trino's column of the object that a record is from. */
const PATH = '"$path"'

/** The id of the flow log in the name of an object: the first group. */
const OBJECT_NAME = '_vpcflowlogs_[^/_]+_(fl-[0-9a-z]+)_[^/]*$'

/** A condition for the records of some flow logs, by the names of their objects. */
export function flowLogCondition(ids: readonly string[]): string {
  const invalid = ids.find((id) => !/^fl-[0-9a-z]+$/.test(id))
  if (invalid !== undefined || ids.length === 0) throw new Error(`flow log ids: ${ids.join()}`)
  return `${flowLogOfPath()} IN (${ids.map(literal).join(', ')})`
}

/** The id of a record's flow log; missing where the object has another name. */
export function flowLogOfPath(): string {
  return `regexp_extract(${PATH}, ${literal(OBJECT_NAME)}, 1)`
}
