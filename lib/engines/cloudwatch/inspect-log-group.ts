import type { FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import { waitForever, type Waiting } from '../wait'
import { pacedCalls } from './calls'
import type { CloudwatchClients } from './clients'
import { discoverFields } from './discovered-fields'
import { fieldCache } from './field-cache'
import { describeGroups, groupIdentifiers } from './log-groups'
import { canRead, chooseReading, type FieldReading } from './sent-query'

/** Which queries a log group can answer, as of now. */
export interface InspectedGroup {
  /** As it was named. */
  readonly logGroup: string
  /** The fields that queries can name without a `parse`; empty where CloudWatch discovers no field. */
  readonly discovered: readonly FieldName[]
  /** How a query reads these fields, and which required fields are missing; undefined where nothing is known. */
  reading(needs: readonly FieldName[], uses: readonly FieldName[]): Reading | undefined
}

export interface Reading {
  readonly fields: FieldReading
  readonly lacking: readonly FieldName[]
}

/** Finds the fields of each log group. @throws {UserError} for one that does not exist. */
export async function inspectLogGroups(
  names: readonly string[],
  format: Format | undefined,
  clients: CloudwatchClients,
  waiting: Waiting = waitForever,
): Promise<readonly InspectedGroup[]> {
  const context = { clients, waiting, calls: pacedCalls() }
  // A check must not use fields that were found earlier.
  const cache = fieldCache(undefined)
  const now = Math.floor(waiting.clock.now() / 1000)
  const inspected: InspectedGroup[] = []
  for (const group of await describeGroups(groupIdentifiers(names), context)) {
    const discovered = await discoverFields([group], now, context, cache)
    inspected.push({
      logGroup: group.identifier,
      discovered: [...discovered.keys()],
      reading(needs, uses) {
        if (discovered.size === 0 && !format) return undefined
        const fields = chooseReading([...needs, ...uses], discovered, format)
        const lacking = needs.filter((field) => !canRead(field, fields, discovered, format))
        return { fields, lacking }
      },
    })
  }
  return inspected
}
