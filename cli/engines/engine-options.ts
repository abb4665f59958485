import type { Options } from 'yargs'
import type { Given } from '../command'
import { awsOptions } from '../options'
import { configOption } from '../settings'

/** Where a question is asked; what is not given is that of the settings. */
export const engineOptions = {
  engine: {
    alias: 'e',
    type: 'string',
    choices: ['auto', 'local', 'cloudwatch', 'athena', 'trino'],
    default: 'auto',
    describe:
      'What runs the query; auto is local with --path, else the cheapest that covers the range. Without --from these are asked for the last hour',
  },
  'log-group': {
    type: 'string',
    array: true,
    describe: "CloudWatch: a log group's name or ARN; can be given several times",
  },
  workgroup: { type: 'string', describe: 'Athena: the workgroup' },
  database: { type: 'string', describe: 'Athena: the database' },
  table: { type: 'string', describe: 'Athena and Trino: the table over the logs' },
  catalog: {
    type: 'string',
    describe: 'Athena: the data source; Trino: the catalog, `hive` unless told',
  },
  reuse: {
    type: 'string',
    describe: 'Athena: how old an answer to the same SQL may be, such as 1h; none unless told',
  },
  server: { type: 'string', describe: 'Trino: the address of the coordinator' },
  schema: { type: 'string', describe: 'Trino: the schema; the database unless told' },
  user: {
    type: 'string',
    describe: 'Trino: who asks; NATLENS_TRINO_PASSWORD or NATLENS_TRINO_TOKEN proves it',
  },
  'tls-ca': {
    type: 'string',
    describe: 'Trino: a PEM file of the authorities to trust instead of the usual ones',
  },
  'tls-cert': { type: 'string', describe: 'Trino: a PEM file of the certificate to be known by' },
  'tls-key': { type: 'string', describe: 'Trino: the PEM file of its private key' },
  'scan-usd-per-gb': {
    type: 'string',
    describe: 'CloudWatch: price of a GB of 2^30 bytes scanned; 0.005 unless told',
  },
  'scan-usd-per-tb': {
    type: 'string',
    describe: 'Athena: price of a TB of 2^40 bytes scanned; 5 unless told',
  },
  estimate: {
    type: 'boolean',
    describe: 'Only print what each engine would scan and what that would cost',
  },
  'max-usd': { type: 'string', describe: 'Run nothing that is estimated to cost more' },
  ...awsOptions,
  ...configOption,
} as const satisfies Record<string, Options>

export type EngineArguments = Given<typeof engineOptions>
