import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FieldToken } from '../../lib/flow-log/fields'
import type { Truth } from '../../lib/sample/truth'

/** A record as text wrote it; a field that the format lacks is undefined. */
export type WrittenRecord = Readonly<Partial<Record<FieldToken, string>>>

/** All files below a folder, as relative paths in order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

export function linesOf(path: string): readonly string[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  if (!text.endsWith('\n')) throw new Error(`${path} ends within a line`)
  return text.slice(0, -1).split('\n')
}

/** The records of a sample written as text. */
export function recordsBelow(folder: string): readonly WrittenRecord[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.log.gz'))
    .flatMap((path) => {
      const [header = '', ...lines] = linesOf(join(folder, path))
      return lines.map((line) => recordOf(header.split(' '), line))
    })
}

export function recordOf(tokens: readonly string[], line: string): WrittenRecord {
  const values = line.split(' ')
  if (values.length !== tokens.length) throw new Error(`${values.length} values: ${line}`)
  return Object.fromEntries(tokens.map((token, index) => [token, values[index]]))
}

export function truthOf(folder: string): Truth {
  return JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth
}

/** Whether an address is one of RFC 1918 or 100.64.0.0/10. */
export function isInside(address = '-'): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number)
  return (
    /^\d+(\.\d+){3}$/.test(address) &&
    (a === 10 ||
      (a === 172 && b >= 16 && b <= 31) ||
      (a === 192 && b === 168) ||
      (a === 100 && b >= 64 && b <= 127))
  )
}

export function isAccepted(record: WrittenRecord): boolean {
  return record.action === 'ACCEPT' && record['log-status'] === 'OK'
}

export interface Parties {
  readonly natGateway: string | null
  readonly privateAddress: string
  readonly publicAddress: string
  readonly isUpload: boolean
}

/**
 * Decides from a record of version 3 or later alone whether it counts, and for whom: one record for each byte.
 * `natGateways`, where given, names the interfaces that belong to NAT gateways (`-`: records without one).
 */
export function natPartiesOf(
  record: WrittenRecord,
  natGateways?: readonly string[],
): Parties | undefined {
  const interfaceId = record['interface-id']!
  const isRegional = interfaceId === '-'
  if (!isAccepted(record) || record['instance-id'] !== '-') return undefined
  if (natGateways && !natGateways.includes(interfaceId)) return undefined
  const type = record['interface-type'] ?? 'nat_gateway'
  if (!isRegional && type !== 'nat_gateway') return undefined

  const { srcaddr, dstaddr, 'pkt-srcaddr': source = '-', 'pkt-dstaddr': destination = '-' } = record
  const natGateway = isRegional ? (record['resource-id'] ?? null) : interfaceId
  if (isInside(source) && !isInside(destination) && (isRegional || destination !== dstaddr)) {
    return { natGateway, privateAddress: source, publicAddress: destination, isUpload: true }
  }
  if (isInside(destination) && !isInside(source) && (isRegional || source !== srcaddr)) {
    return { natGateway, privateAddress: destination, publicAddress: source, isUpload: false }
  }
  return undefined
}
