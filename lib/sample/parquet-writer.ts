import { DuckDBInstance } from '@duckdb/node-api'
import { appendFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FIELD_TYPES, column, type Field } from '../flow-log/fields'
import type { Format } from '../flow-log/format'
import type { FileQueue } from './file-queue'
import { MAX_LINES, SLOT_SECONDS, fileName, slotTime, type LogWriter } from './log-writer'
import { ACCOUNT, REGION } from './network'
import { mix } from './random'

const SLOTS_PER_HOUR = 3600 / SLOT_SECONDS

/**
 * Parquet files as flow logs put them in S3: Hive-compatible folders, an hour each, AWS's types, gzip inside.
 * Records of an hour are kept as text in `scratch`, to limit memory.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export async function parquetWriter(
  options: { folder: string; scratch: string; format: Format; seed: number },
  files: FileQueue,
): Promise<LogWriter> {
  const { folder, scratch, format, seed } = options
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    temp_directory: join(scratch, 'duckdb'),
  })
  const connection = await instance.connect()
  const buffered = new Map<number, string[]>()
  const hours = new Set<number>()
  const textOf = (hour: number) => join(scratch, `${hour}.txt`)

  const spill = async (hour: number) => {
    const lines = buffered.get(hour) ?? []
    buffered.delete(hour)
    hours.add(hour)
    await appendFile(textOf(hour), `${lines.join('\n')}\n`)
  }
  const convert = async (hour: number) => {
    if (buffered.has(hour)) await spill(hour)
    if (!hours.delete(hour)) return
    const slot = hour * SLOTS_PER_HOUR
    const path = join(folder, ...hiveFolders(slot), nameOf(slot, seed))
    await mkdir(dirname(path), { recursive: true })
    await connection.run(copySql(textOf(hour), path, format))
    await rm(textOf(hour))
    await files.count(path)
  }

  return {
    write({ slot, line }) {
      const hour = Math.floor(slot / SLOTS_PER_HOUR)
      const lines = buffered.get(hour)
      if (!lines) {
        buffered.set(hour, [line])
        return undefined
      }
      lines.push(line)
      return lines.length >= MAX_LINES ? spill(hour) : undefined
    },
    async endSlot(slot) {
      if ((slot + 1) % SLOTS_PER_HOUR === 0) await convert(Math.floor(slot / SLOTS_PER_HOUR))
    },
    async finish() {
      for (const hour of new Set([...hours, ...buffered.keys()])) await convert(hour)
    },
    release() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function hiveFolders(slot: number): string[] {
  const { year, month, day, hour } = slotTime(slot)
  return [
    'AWSLogs',
    `aws-account-id=${ACCOUNT}`,
    'aws-service=vpcflowlogs',
    `aws-region=${REGION}`,
    `year=${year}`,
    `month=${month}`,
    `day=${day}`,
    `hour=${hour}`,
  ]
}

function nameOf(slot: number, seed: number): string {
  return fileName(slotTime(slot).stamp, mix(seed, slot), 'log.parquet', seed)
}

/** A text field keeps its `-`; in a numeric column `-` is NULL. */
function copySql(from: string, to: string, format: Format): string {
  const texts = format.map((field) => `${literal(column(field))}: 'VARCHAR'`).join(', ')
  return `COPY (
    SELECT ${format.map(selectItem).join(', ')}
    FROM read_csv(${literal(from)}, columns = {${texts}}, auto_detect = false, header = false,
      delim = ' ', quote = '', escape = '', nullstr = '')
  ) TO ${literal(to)} (FORMAT parquet, COMPRESSION gzip)`
}

function selectItem(field: Field): string {
  const name = `"${column(field)}"`
  const type = FIELD_TYPES[field.type].duckdb
  return type === 'VARCHAR' ? name : `CAST(nullif(${name}, '-') AS ${type}) AS ${name}`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
