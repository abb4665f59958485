import type { FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import { waitForever, type Waiting } from '../wait'
import { pacedCalls } from './calls'
import type { CloudwatchClients } from './clients'
import { discoverFields } from './discovered-fields'
import { fieldMemory } from './field-memory'
import { describeGroups, groupIdentifiers } from './log-groups'
import { canRead, readingOf, type FieldReading } from './sent-query'

/** What a log group can be asked, as of now. */
export interface InspectedGroup {
  /** As it was named. */
  readonly logGroup: string
  /** The fields that queries can name as they stand; empty where CloudWatch tells none. */
  readonly discovered: readonly FieldName[]
  /** How a query reads these fields, and which of those it needs no record has; undefined where nothing is known. */
  reading(needs: readonly FieldName[], uses: readonly FieldName[]): Reading | undefined
}

export interface Reading {
  readonly fields: FieldReading
  readonly lacking: readonly FieldName[]
}

/** Asks CloudWatch which fields each log group has. @throws {UserError} for one that does not exist. */
export async function inspectLogGroups(
  names: readonly string[],
  format: Format | undefined,
  clients: CloudwatchClients,
  waiting: Waiting = waitForever,
): Promise<readonly InspectedGroup[]> {
  const asking = { clients, waiting, calls: pacedCalls() }
  // What was known yesterday is no news to someone who checks.
  const memory = fieldMemory(undefined)
  const now = Math.floor(waiting.clock.now() / 1000)
  const inspected: InspectedGroup[] = []
  for (const group of await describeGroups(groupIdentifiers(names), asking)) {
    const discovered = await discoverFields([group], now, asking, memory)
    inspected.push({
      logGroup: group.identifier,
      discovered: [...discovered.keys()],
      reading(needs, uses) {
        if (discovered.size === 0 && !format) return undefined
        const fields = readingOf([...needs, ...uses], discovered, format)
        const lacking = needs.filter((field) => !canRead(field, fields, discovered, format))
        return { fields, lacking }
      },
    })
  }
  return inspected
}
