import { isAscii, isUtf8 } from 'node:buffer'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readHeaderLine, type LineFields } from '../../../flow-log/format'
import { isInteger } from '../duckdb/column-type'
import type { TextFile, TextInput, UnreadableLine } from '../file-state'
import { none } from '../inspect/codecs/none'
import { contentsOf, type Verification } from './verify'

/** The readable records of a file, copied to files that DuckDB reads correctly. */
export interface Salvage {
  readonly inputs: readonly TextInput[]
  /** Complete lines; `lines − headers − blanks = records + unreadable`. */
  readonly lines: number
  readonly headers: number
  readonly blanks: number
  readonly records: number
  readonly unreadable: number
  readonly firstUnreadable: UnreadableLine | undefined
}

/** DuckDB's own limit. */
const LINE_BYTES = 2_000_000
const NEWLINE = 10

/**
 * Reads a text file line by line and writes its records to plain files in `folder`, one for each order of fields:
 * runs of spaces become one space; headers, blank lines and the cut last line of a truncated stream are left out;
 * unreadable lines are counted.
 */
export async function salvage(
  source: TextFile,
  state: Verification['state'],
  folder: string,
  signal?: AbortSignal,
): Promise<Salvage> {
  const reader = lineReader(source, folder)
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of contentsOf(source, undefined, signal, state === 'truncated')) {
      let from = 0
      for (let to; (to = chunk.indexOf(NEWLINE, from)) !== -1; from = to + 1) {
        const line = chunk.subarray(from, to)
        reader.read(rest.length > 0 ? Buffer.concat([rest, line]) : line)
        rest = rest.subarray(0, 0)
      }
      // A longer line is unreadable: only its beginning is kept.
      if (rest.length <= LINE_BYTES) rest = Buffer.concat([rest, chunk.subarray(from)])
    }
    if (rest.length > 0 && state !== 'truncated') reader.read(rest)
    return reader.end()
  } finally {
    reader.close()
  }
}

function lineReader(source: TextFile, folder: string) {
  const { prefixColumns } = source.layout
  let { fields } = source.layout
  let kinds = integerKinds(fields)
  let segment: Segment | undefined
  const segments = new Map<string, Segment>()
  let lines = 0
  let headers = 0
  let blanks = 0
  let unreadable = 0
  let firstUnreadable: Salvage['firstUnreadable']

  function record(values: readonly string[]): void {
    if (!segment) {
      const key = fields.map((field) => field?.token).join(' ')
      segment = segments.get(key) ?? newSegment(fields, folder)
      segments.set(key, segment)
    }
    segment.write(values.join(' '))
  }

  return {
    read(bytes: Buffer): void {
      lines++
      const line = textOf(bytes, lines === 1)
      if (line?.trim() === '') {
        blanks++
        return
      }
      const header = line === undefined ? undefined : readHeaderLine(line)
      if (header) {
        headers++
        fields = header
        kinds = integerKinds(fields)
        segment = undefined
        return
      }
      const values = line === undefined ? undefined : valuesOf(line, kinds, prefixColumns)
      if (values) {
        record(values)
        return
      }
      unreadable++
      firstUnreadable ??= { line: lines, text: bytes.toString('utf8', 0, 400) }
    },
    end(): Salvage {
      const all = [...segments.values()]
      for (const each of all) each.flush()
      const inputs = all.map((each) => each.input)
      const records = all.reduce((sum, each) => sum + each.records(), 0)
      return { inputs, lines, headers, blanks, records, unreadable, firstUnreadable }
    },
    close(): void {
      for (const each of segments.values()) each.close()
    },
  }
}

/** Undefined when the bytes are not text. */
function textOf(bytes: Buffer, isFirst: boolean): string | undefined {
  if (bytes.length > LINE_BYTES) return undefined
  const ascii = isAscii(bytes)
  if (!ascii && !isUtf8(bytes)) return undefined
  const text = bytes.toString(ascii ? 'latin1' : 'utf8')
  const line = isFirst ? text.replace(/^\ufeff/, '') : text
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

type IntegerKind = 'int' | 'bigint' | undefined

function integerKinds(fields: LineFields): readonly IntegerKind[] {
  return fields.map((field) => (isInteger(field) ? (field!.type as 'int' | 'bigint') : undefined))
}

/** The values of a line between single spaces, or between runs of spaces where that gives the right number. */
function valuesOf(
  line: string,
  kinds: readonly IntegerKind[],
  prefixColumns: number,
): readonly string[] | undefined {
  if (line.includes('\r')) return undefined
  const exact = line.trimEnd().split(' ').slice(prefixColumns)
  if (isReadable(exact, kinds)) return exact

  const collapsed = line.trim().split(/ +/).slice(prefixColumns)
  return isReadable(collapsed, kinds) ? collapsed : undefined
}

function isReadable(values: readonly string[], kinds: readonly IntegerKind[]): boolean {
  if (values.length !== kinds.length) return false
  return values.every((value, index) => kinds[index] === undefined || fits(value, kinds[index]))
}

function fits(value: string, kind: 'int' | 'bigint'): boolean {
  if (value === '-') return true
  if (!/^[+-]?\d+$/.test(value)) return false
  if (value.length < 10) return true
  const number = BigInt(value.replace('+', ''))
  return BigInt.asIntN(kind === 'int' ? 32 : 64, number) === number
}

interface Segment {
  write(line: string): void
  flush(): void
  close(): void
  records(): number
  readonly input: TextInput
}

let segmentNumber = 0
const WRITE_CHARACTERS = 1 << 20

function newSegment(fields: LineFields, folder: string): Segment {
  const path = join(folder, `${++segmentNumber}.log`)
  const file = openSync(path, 'w')
  let pending: string[] = []
  let length = 0
  let records = 0

  function flush(): void {
    writeSync(file, pending.join(''))
    pending = []
    length = 0
  }
  return {
    write(line) {
      records++
      pending.push(line, '\n')
      length += line.length
      if (length > WRITE_CHARACTERS) flush()
    },
    flush,
    close: () => closeSync(file),
    records: () => records,
    input: {
      path,
      codec: none,
      layout: { fields, hasHeader: false, prefixColumns: 0, usesLogFormat: false },
      isChecked: true,
    },
  }
}
