import { column, FIELD_TYPES } from '../lib/flow-log/fields'
import { FORMATS } from '../lib/flow-log/format'
import { logFiles } from './data'

type Form = 'text' | 'parquet'

/** Hand-written SQL for one query, with the format and the private networks as constants. */
export function rawTopTransfers(folder: string, as: Form = 'text'): string {
  return `SELECT srcaddr, dstaddr, sum(bytes) AS total FROM ${source(folder, as)}
WHERE log_status = 'OK' AND action = 'ACCEPT' GROUP BY 1, 2 ORDER BY total DESC, 1, 2 LIMIT 10`
}

/** A query with few groups. */
export function rawActions(folder: string): string {
  return `SELECT action, sum(bytes) AS total FROM ${source(folder, 'text')} GROUP BY 1 ORDER BY total DESC`
}

export function rawConversations(folder: string, as: Form): string {
  const inside = (address: string) => `regexp_matches(${address}, '${PRIVATE}')`
  const isMissing = as === 'text' ? 'IS NULL' : "= '-'"
  return `SELECT interface_id, CASE WHEN up THEN pkt_srcaddr ELSE pkt_dstaddr END AS private_address,
  CASE WHEN up THEN pkt_dstaddr ELSE pkt_srcaddr END AS public_address,
  CASE WHEN up THEN pkt_dst_aws_service ELSE pkt_src_aws_service END AS service,
  sum(CASE WHEN up THEN bytes ELSE 0 END) AS upload, sum(CASE WHEN up THEN 0 ELSE bytes END) AS download, sum(bytes) AS total
FROM (SELECT *, ${inside('pkt_srcaddr')} AS up FROM ${source(folder, as)}
  WHERE log_status = 'OK' AND action = 'ACCEPT' AND instance_id ${isMissing})
WHERE up <> ${inside('pkt_dstaddr')}
  AND (interface_id ${isMissing} OR CASE WHEN up THEN pkt_dstaddr <> dstaddr ELSE pkt_srcaddr <> srcaddr END)
GROUP BY 1, 2, 3, 4 ORDER BY total DESC, 1, 2, 3, 4 LIMIT 100`
}

/** SQL that natlens wrote for its view, over a view that reads the text in one step. */
export function rawView(folder: string, sql: string): string {
  const columns = FORMATS.v5.map((field) => {
    const name = `"${column(field)}"`
    return field.type === 'string' ? `COALESCE(${name}, '-') AS ${name}` : name
  })
  return `CREATE TEMP VIEW flow_logs AS SELECT ${columns.join(', ')} FROM ${source(folder, 'text')};\n${sql}`
}

/** All columns into one Parquet file. */
export function rawCopy(folder: string, file: string): string {
  return `COPY (SELECT * FROM ${source(folder, 'text')}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`
}

const PRIVATE =
  '^(?:10\\.|172\\.(?:1[6-9]|2[0-9]|3[0-1])\\.|192\\.168\\.|100\\.(?:6[4-9]|[7-9][0-9]|1[0-1][0-9]|12[0-7])\\.)'

function source(folder: string, as: Form): string {
  const files = logFiles(folder).map((file) => `'${file}'`)
  if (as === 'parquet') return `read_parquet([${files.join(', ')}])`
  const columns = FORMATS.v5.map(
    (field) => `'${column(field)}': '${FIELD_TYPES[field.type].duckdb}'`,
  )
  return `read_csv([${files.join(', ')}], columns={${columns.join(', ')}}, auto_detect=false, delim=' ', header=true, nullstr='-', quote='', escape='', buffer_size=4194304)`
}
