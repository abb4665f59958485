import type { Field } from '../../../../lib/flow-log/fields'
import { readHeader, type LineFields } from '../../../../lib/flow-log/format'

/** A file, and what is wanted of it. */
export interface OracleQuestion {
  readonly bytes: Buffer
  readonly fields: LineFields
  readonly prefixColumns: number
  readonly columns: readonly Field[]
  readonly range?: { readonly from: number; readonly to: number } | undefined
  readonly isCut?: boolean
}

export interface OracleAnswer {
  /** The wanted values of the records in the range. */
  readonly rows: readonly (string | null)[][]
  readonly counts: {
    readonly lines: number
    readonly headers: number
    readonly blank: number
    readonly records: number
    readonly outOfRange: number
    readonly firstStart: number | undefined
    readonly lastStart: number | undefined
    readonly sums: { readonly bytes: bigint; readonly packets: bigint }
    readonly lacking: readonly string[]
  }
  readonly unreadable: readonly { line: number; reason: string; token?: string }[]
}

const BLANK = /^[\t-\r ]*$/
const NUMBER = /^[+-]?[0-9]+$/

/** Reads a file by the rules, one line after the other, as simply as they can be written. */
export function oracle(question: OracleQuestion): OracleAnswer {
  const { bytes, prefixColumns, columns, range, isCut = false } = question
  const content = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')
  const physical = content.split('\n')
  const rest = physical.pop()!
  if (rest !== '' && !isCut) physical.push(rest)

  let fields: LineFields | undefined = question.fields
  const lacking = new Set<string>()
  function useFields(next: LineFields): void {
    fields = next
    for (const { token } of columns) {
      if (token !== '@message' && !next.some((field) => field?.token === token)) lacking.add(token)
    }
  }
  useFields(question.fields)
  const rows: (string | null)[][] = []
  const unreadable: { line: number; reason: string; token?: string }[] = []
  const starts: number[] = []
  let [headers, blank, records, outOfRange, byteSum, packetSum] = [0, 0, 0, 0, 0n, 0n]

  physical.forEach((raw, index) => {
    let text = raw.replace(/\r$/, '')
    const fail = (reason: string, token?: string) =>
      void unreadable.push({ line: index + 1, reason, ...(token === undefined ? {} : { token }) })
    if (raw.length > 2 ** 21 - 2) return fail('lineTooLong')
    if (BLANK.test(text)) return void blank++
    const header = /[^ -~\t-\r]/.test(text) ? undefined : readHeader(text.trim().split(/ +/))
    if (header?.kind === 'fields') {
      headers++
      return useFields(header.fields)
    }
    if (header && header.knownCount >= 3) {
      fields = undefined
      return fail('unknownHeader')
    }
    if (text.includes('\r')) return fail('carriageReturn')
    try {
      text = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(
        Buffer.from(text, 'latin1'),
      )
    } catch {
      return fail('invalidUtf8')
    }
    if (fields === undefined) return fail('fieldCount')
    const onLine = [...Array<undefined>(prefixColumns).fill(undefined), ...fields]
    const exact = text.split(' ')
    const loose = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '').split(/ +/)
    const candidates = [exact, loose].filter(({ length }) => length === onLine.length)
    const values = candidates.find((each) => problemOf(each, onLine) === undefined)
    if (values === undefined) {
      const problem = candidates[0] && problemOf(candidates[0], onLine)!
      return problem ? fail(problem.reason, problem.token) : fail('fieldCount')
    }
    const valueOf = (token: string): string | null => {
      if (token === '@message') return messageOf(text, prefixColumns)
      const place = onLine.findIndex((field) => field?.token === token)
      const value = values[place]
      if (value === undefined || onLine[place]!.type === 'string') return value ?? null
      return value === '-' ? null : String(BigInt(value.replace('+', '')))
    }
    records++
    byteSum += BigInt(valueOf('bytes') ?? 0)
    packetSum += BigInt(valueOf('packets') ?? 0)
    const start = valueOf('start')
    if (start !== null) starts.push(Number(start))
    if (range && !(start !== null && BigInt(start) >= range.from && BigInt(start) < range.to)) {
      outOfRange++
      return
    }
    rows.push(columns.map(({ token }) => valueOf(token)))
  })
  return {
    rows,
    unreadable,
    counts: {
      lines: physical.length,
      headers,
      blank,
      records,
      outOfRange,
      firstStart: starts.length > 0 ? Math.min(...starts) : undefined,
      lastStart: starts.length > 0 ? Math.max(...starts) : undefined,
      sums: { bytes: byteSum, packets: packetSum },
      lacking: [...lacking].sort(),
    },
  }
}

/** A line without the columns before its fields. */
function messageOf(text: string, prefixColumns: number): string {
  return prefixColumns === 0 ? text : text.replace(/^[\t-\r ]*[^\t-\r ]+ ?/, '')
}

/** Largest values that are possible; of other fields any that is not negative. */
const MAX: Readonly<Record<string, bigint>> = {
  srcport: 65535n,
  dstport: 65535n,
  protocol: 255n,
  start: 99_999_999_999n,
  end: 99_999_999_999n,
}

/** What is wrong with the first value of a line that is wrong. */
function problemOf(values: readonly string[], fields: LineFields) {
  const numbers = new Map<string, bigint>()
  for (const [index, field] of fields.entries()) {
    if (field === undefined || field.type === 'string' || values[index] === '-') continue
    const { token } = field
    if (!NUMBER.test(values[index]!)) return { reason: 'notInteger', token }
    const number = BigInt(values[index]!.replace('+', ''))
    const fits = BigInt.asIntN(field.type === 'int' ? 32 : 64, number) === number
    if (!fits) return { reason: 'integerTooLarge', token }
    if (number < 0n || number > (MAX[token] ?? number)) return { reason: 'impossibleValue', token }
    numbers.set(token, number)
  }
  const [start, end] = [numbers.get('start'), numbers.get('end')]
  const isBackward = start !== undefined && end !== undefined && end + 60n < start
  return isBackward ? { reason: 'impossibleValue', token: 'end' } : undefined
}
