import { isFlowLogId } from '../flow-log/flow-log-choice'
import { literal } from './literals'
import { printSql } from './print-sql'
import { call, column, ONE, text, type Sql } from './tree'

/** The id of the flow log in the name of an object: the first group. */
const OBJECT_NAME = '_vpcflowlogs_[^/_]+_(fl-[0-9a-z]+)_[^/]*$'

/** The id of a record's flow log, from Trino's column of the object; missing where the object has another name. */
export const FLOW_LOG_OF_PATH: Sql = call(
  'regexp_extract',
  column('$path', { nullable: false }),
  text(OBJECT_NAME),
  ONE,
)

/** A condition for the records of some flow logs, by the names of their objects. */
export function flowLogCondition(ids: readonly string[]): string {
  const invalid = ids.find((id) => !isFlowLogId(id))
  if (invalid !== undefined || ids.length === 0) throw new Error(`flow log ids: ${ids.join()}`)
  return `${printSql(FLOW_LOG_OF_PATH)} IN (${ids.map(literal).join(', ')})`
}
