import { GetLogGroupFieldsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { fieldByColumn, fieldByName, fieldByToken, type FieldName } from '../../flow-log/fields'
import type { Asking } from './calls'
import type { FieldMemory, FoundField } from './field-memory'
import type { AskedGroup } from './log-groups'

/** A field of flow logs as CloudWatch discovers it. */
export interface DiscoveredField {
  /** Its name there: `startTime` or `start`, whichever the log group has. */
  readonly name: string
  /** Whether every record of every log group has it. */
  readonly always: boolean
  /** Whether every log group is known to have it by this name. */
  readonly everywhere: boolean
  /** Whether a log group that tells its fields has none of this name. */
  readonly missed: boolean
}

/** The fields that queries can name without a `parse`; empty when CloudWatch says nothing, as of a log group without new records. */
export type Discovered = ReadonlyMap<FieldName, DiscoveredField>

/** CloudWatch looks at 16 minutes around a time. */
const HALF_SECONDS = 8 * 60

/**
 * Which fields of flow logs CloudWatch discovers in the log groups, asked once a day: in the newest records, else in those
 * before `endTime` (epoch seconds).
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogGroupFields.html
 */
export async function discoverFields(
  groups: readonly AskedGroup[],
  endTime: number,
  asking: Asking,
  memory: FieldMemory,
): Promise<Discovered> {
  const found: (readonly FoundField[])[] = []
  for (const group of groups) found.push(await fieldsOf(group, endTime, asking, memory))

  const discovered = new Map<FieldName, DiscoveredField>()
  for (const fields of found) {
    for (const { name } of fields) {
      const field = fieldByName(name) ?? fieldByToken(name) ?? fieldByColumn(name)
      if (!field || discovered.has(field.name as FieldName)) continue
      const shares = found.map((each) => each.find((other) => other.name === name)?.percent)
      discovered.set(field.name as FieldName, {
        name,
        always: shares.every((percent = 0) => percent >= 100),
        everywhere: !shares.includes(undefined),
        missed: found.some((each, index) => each.length > 0 && shares[index] === undefined),
      })
    }
  }
  return discovered
}

async function fieldsOf(
  { identifier, arn }: AskedGroup,
  endTime: number,
  { clients: { logs }, calls, waiting }: Asking,
  memory: FieldMemory,
): Promise<readonly FoundField[]> {
  const { clock } = waiting
  // Where describing is denied a name alone is known, which other regions and accounts have, too.
  const key = arn ?? (identifier.startsWith('arn:') ? identifier : undefined)
  const remembered = key === undefined ? undefined : memory.find(key, clock.now())
  if (remembered) return remembered

  for (const time of [undefined, endTime - HALF_SECONDS]) {
    const command = new GetLogGroupFieldsCommand({
      ...(identifier.startsWith('arn:') ? { logGroupIdentifier: identifier } : { logGroupName: identifier }), // prettier-ignore
      ...(time === undefined ? {} : { time }),
    })
    try {
      const { logGroupFields = [] } = await calls((options) => logs.send(command, options), waiting)
      const fields = logGroupFields.flatMap(({ name, percent = 0 }) =>
        name === undefined ? [] : [{ name, percent }],
      )
      if (fields.some(({ name }) => !name.startsWith('@'))) {
        if (key !== undefined) memory.keep(key, fields, clock.now())
        return fields
      }
    } catch (error) {
      if (!(error instanceof Error) || !UNSAID.test(error.name)) throw error
      return []
    }
  }
  return []
}

/** Whoever may ask queries need not be allowed to ask for fields, and some log classes have none; StartQuery has the last word. */
const UNSAID =
  /^(AccessDenied|ResourceNotFound|InvalidParameter|InvalidOperation|LimitExceeded|UnknownOperation)/
