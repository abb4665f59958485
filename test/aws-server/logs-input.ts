import { ServiceError } from './fault'

/** What calls of CloudWatch Logs carry. */
export interface LogsInput {
  readonly queryString?: string
  readonly queryId?: string
  readonly startTime?: number
  readonly endTime?: number
  readonly logGroupName?: string
  readonly logGroupNames?: readonly string[]
  readonly logGroupIdentifier?: string
  readonly logGroupIdentifiers?: readonly string[]
  readonly logGroupNamePrefix?: string
  readonly nextToken?: string
  readonly maxItems?: number
  readonly limit?: number
  readonly time?: number
  readonly status?: string
}

export function namesOf({
  logGroupName,
  logGroupNames,
  logGroupIdentifiers,
}: LogsInput): readonly string[] {
  const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter(Boolean)
  const names = given[0] || []
  if (given.length !== 1 || names.length === 0) throw parameter('name the log groups in one way')
  if (names.length > 50) throw parameter('there are more than 50 log groups')
  if (!logGroupIdentifiers && names.some((name) => name.includes(':'))) {
    throw parameter('logGroupNames does not match the pattern')
  }
  return names.map(nameOf)
}

export function arnOf(name: string): string {
  return `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`
}

export function nameOf(identifier: string): string {
  if (identifier.endsWith(':*')) throw parameter('an ARN ends in :*')
  return identifier.split(':').at(-1)!
}

export function isSecond(time: number | undefined): time is number {
  return time !== undefined && Number.isInteger(time) && time >= 0 && time < 1e11
}

export function parameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}
