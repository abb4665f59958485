import { GetLogGroupFieldsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { fieldByColumn, fieldByName, fieldByToken, type FieldName } from '../../flow-log/fields'
import type { CallContext } from './calls'
import type { FieldCache, FoundField } from './field-cache'
import type { DescribedGroup } from './log-groups'

/** A field of flow logs as CloudWatch discovers it. */
export interface DiscoveredField {
  /** Its name in the log group, such as `startTime` or `start`. */
  readonly name: string
  /** Whether every record of every log group has it. */
  readonly always: boolean
  /** Whether every log group is known to have it by this name. */
  readonly everywhere: boolean
  /** Whether a log group with discovered fields lacks it. */
  readonly lackedBySome: boolean
}

/** The fields that queries can name without a `parse`; empty when CloudWatch discovers nothing, as in a log group without new records. */
export type Discovered = ReadonlyMap<FieldName, DiscoveredField>

/** CloudWatch reads 16 minutes around a time. */
const HALF_WINDOW_SECONDS = 8 * 60

/**
 * The flow-log fields that CloudWatch discovers in the log groups, called for once a day: in the newest records, else in those
 * before `endTime` (epoch seconds).
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogGroupFields.html
 */
export async function discoverFields(
  groups: readonly DescribedGroup[],
  endTime: number,
  context: CallContext,
  cache: FieldCache,
): Promise<Discovered> {
  const found: (readonly FoundField[])[] = []
  for (const group of groups) found.push(await fieldsOf(group, endTime, context, cache))

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
        lackedBySome: found.some((each, index) => each.length > 0 && shares[index] === undefined),
      })
    }
  }
  return discovered
}

async function fieldsOf(
  { identifier, arn }: DescribedGroup,
  endTime: number,
  { clients: { logs }, calls, waiting }: CallContext,
  cache: FieldCache,
): Promise<readonly FoundField[]> {
  const { clock } = waiting
  // A name without an ARN can exist in other regions and accounts as well.
  const key = arn ?? (identifier.startsWith('arn:') ? identifier : undefined)
  const remembered = key === undefined ? undefined : cache.find(key, clock.now())
  if (remembered) return remembered

  for (const time of [undefined, endTime - HALF_WINDOW_SECONDS]) {
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
        if (key !== undefined) cache.keep(key, fields, clock.now())
        return fields
      }
    } catch (error) {
      if (!(error instanceof Error) || !NOT_AVAILABLE.test(error.name)) throw error
      return []
    }
  }
  return []
}

/** Queries can be allowed where GetLogGroupFields is denied or not supported by the log class; then StartQuery finds out. */
const NOT_AVAILABLE =
  /^(AccessDenied|ResourceNotFound|InvalidParameter|InvalidOperation|LimitExceeded|UnknownOperation)/
