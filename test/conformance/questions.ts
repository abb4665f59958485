import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { planQuery } from '../../lib/catalogue/plan-query'
import { athena } from '../../lib/dialects/athena'
import { readCsv } from '../../lib/results/read-csv'
import type { TrueConversation } from '../../lib/sample/truth'
import type { Settings } from '../../lib/settings/settings'
import { describeTable } from '../../stacks/athena-query'
import { s3At } from './sample-day'
import type { TrinoResult } from './trino-client'

/** What the lake is asked about a day; conversations in the order of truth, the most bytes first. */
export interface Questions {
  /** How many records are in the table, by its partitions. */
  records(): Promise<number>
  /** How many lie in the folders of the day. */
  recordsOfDay(): Promise<number>
  /** `nat/conversations` over the table, without its limit. */
  conversations(): Promise<readonly TrueConversation[]>
  /** The sums of the view. */
  legs(): Promise<readonly TrueConversation[]>
  /** The day's rows of the table over the archive. */
  archived(): Promise<readonly TrueConversation[]>
  /** The partitions of the table, as `2026-03-14 00`. */
  hours(): Promise<readonly string[]>
}

export function questions(
  { lake }: Settings,
  date: string,
  run: (sql: string) => Promise<TrinoResult>,
): Questions {
  const name = (table: string) => `"awsdatacatalog"."${lake.databaseName}"."${table}"`
  const [year, month, day] = date.split('-')
  const from = new Date(`${date}T00:00:00Z`)
  const range = { from, to: new Date(from.getTime() + 86_400_000) }
  const ask = async (sql: string) => (await run(sql)).rows.map(conversation)
  const count = async (sql: string) => Number((await run(sql)).rows[0]?.[0])

  return {
    records: () => count(`SELECT count(*) FROM ${name(lake.tableName)}`),
    recordsOfDay: () =>
      count(`SELECT count(*) FROM ${name(lake.tableName)}
             WHERE "year" = '${year}' AND "month" = '${month}' AND "day" = '${day}'`),
    conversations() {
      const plan = planQuery(loadCatalogue().find('nat/conversations'))
      const steps = plan.steps.filter(({ kind }) => kind !== 'limit')
      const { text } = athena.compile(
        { ...plan, steps },
        describeTable(lake.logFormat, lake),
        range,
      )
      return ask(text)
    },
    legs: () =>
      ask(`SELECT nat_gateway, private_address, public_address, aws_service,
                  sum(CASE direction WHEN 'upload' THEN bytes ELSE 0 END),
                  sum(CASE direction WHEN 'download' THEN bytes ELSE 0 END)
           FROM ${name(lake.viewName)}
           WHERE time >= TIMESTAMP '${date} 00:00:00' AND "year" = '${year}' AND "month" = '${month}'
           GROUP BY 1, 2, 3, 4
           ORDER BY sum(bytes) DESC, 1, 2, 3`),
    archived: () =>
      ask(`SELECT nat_gateway, private_address, public_address, aws_service, upload_bytes, download_bytes
           FROM ${name(lake.archiveTableName)}
           WHERE "date" = '${date}'
           ORDER BY total_bytes DESC, 1, 2, 3`),
    async hours() {
      const { rows } = await run(
        `SELECT "year" || '-' || "month" || '-' || "day" || ' ' || "hour"
         FROM ${name(`${lake.tableName}$partitions`)} ORDER BY 1`,
      )
      return rows.map(([hour]) => String(hour))
    },
  }
}

/** The only file of the archive, and what it says. */
export async function archivedAnswer(
  { lake }: Settings,
  date: string,
  endpoint: string,
): Promise<{
  readonly key: string
  readonly text: string
  readonly conversations: readonly TrueConversation[]
}> {
  const s3 = s3At(endpoint)
  const bucket = { Bucket: lake.archiveBucketName }
  const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command(bucket))
  const keys = objects.map(({ Key }) => Key)
  const key = `${date}/${date}.csv`
  if (keys.join() !== key) throw new Error(`the archive holds ${keys.join() || 'nothing'}`)

  const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key: key }))
  const text = (await Body?.transformToString()) ?? ''
  const [header, ...rows] = readCsv(text)
  if (header?.join() !== HEADER) throw new Error(`the columns of the archive are ${header?.join()}`)
  return { key, text, conversations: rows.map(conversation) }
}

const HEADER =
  'natGateway,privateAddress,publicAddress,awsService,uploadBytes,downloadBytes,totalBytes'

/** A row that begins with gateway, private and public address, service, bytes up and bytes down. */
function conversation(row: readonly unknown[]): TrueConversation {
  const [natGateway, privateAddress, publicAddress, , uploadBytes, downloadBytes] = row
  return {
    natGateway: String(natGateway),
    privateAddress: String(privateAddress),
    publicAddress: String(publicAddress),
    uploadBytes: Number(uploadBytes),
    downloadBytes: Number(downloadBytes),
  }
}
