import { UserError } from '../lib/errors'

/**
 * The environment variables that the stack sets:
 *
 * LAKE_DATABASE, LAKE_TABLE  the Glue table over the logs (all functions)
 * RETENTION_DAYS             days until logs expire, as in the bucket's lifecycle (all functions)
 * ACCOUNT_IDS, REGIONS       comma-separated, of the logs in the table (add-partitions, archive)
 * DAYS_AHEAD                 days after today that have partitions (add-partitions)
 * LAKE_WORKGROUP             Athena's workgroup for the archive's queries (archive)
 * ARCHIVE_BUCKET             the bucket of their results (archive)
 */
export type Variable =
  | 'LAKE_DATABASE'
  | 'LAKE_TABLE'
  | 'LAKE_WORKGROUP'
  | 'ARCHIVE_BUCKET'
  | 'RETENTION_DAYS'
  | 'ACCOUNT_IDS'
  | 'REGIONS'
  | 'DAYS_AHEAD'

type Environment = Readonly<Record<string, string | undefined>>

/** @throws {UserError} for a missing or empty variable. */
export function variable(name: Variable, environment: Environment = process.env): string {
  const value = environment[name]?.trim()
  if (!value) throw new UserError(`environment variable ${name} is not set`)
  return value
}

/** A whole number of days. */
export function daysVariable(name: Variable, environment?: Environment): number {
  const value = variable(name, environment)
  if (!/^\d{1,5}$/.test(value)) {
    throw new UserError(`environment variable ${name} is \`${value}\`, not a whole number of days`)
  }
  return Number(value)
}

/** A comma-separated list. */
export function listVariable(name: Variable, environment?: Environment): readonly string[] {
  const values = variable(name, environment).split(',')
  return values.map((value) => value.trim()).filter((value) => value !== '')
}

export function tableFromEnvironment(environment?: Environment) {
  return {
    database: variable('LAKE_DATABASE', environment),
    table: variable('LAKE_TABLE', environment),
  }
}

export function lakeFromEnvironment(environment?: Environment) {
  return {
    ...tableFromEnvironment(environment),
    accountIds: listVariable('ACCOUNT_IDS', environment),
    regions: listVariable('REGIONS', environment),
  }
}
