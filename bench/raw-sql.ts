import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FIELD_TYPES, column } from '../lib/flow-log/fields'
import { FORMATS } from '../lib/flow-log/format'

/** Hand-written SQL for one query, with the format and the private networks as constants. */
export function rawTopTransfers(folder: string, as: 'text' | 'parquet'): string {
  return `SELECT srcaddr, dstaddr, sum(bytes) AS total FROM ${source(folder, as)}
WHERE log_status = 'OK' AND action = 'ACCEPT' GROUP BY 1, 2 ORDER BY total DESC, 1, 2 LIMIT 10`
}

export function rawConversations(folder: string, as: 'text' | 'parquet'): string {
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

const PRIVATE =
  '^(?:10\\.|172\\.(?:1[6-9]|2[0-9]|3[0-1])\\.|192\\.168\\.|100\\.(?:6[4-9]|[7-9][0-9]|1[0-1][0-9]|12[0-7])\\.)'

function source(folder: string, as: 'text' | 'parquet'): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `'${join(entry.parentPath, entry.name)}'`)
  if (as === 'parquet') return `read_parquet([${files.join(', ')}])`
  const columns = FORMATS.v5.map(
    (field) => `'${column(field)}': '${FIELD_TYPES[field.type].duckdb}'`,
  )
  return `read_csv([${files.join(', ')}], columns={${columns.join(', ')}}, auto_detect=false, delim=' ', header=true, nullstr='-', quote='', escape='', buffer_size=4194304)`
}
