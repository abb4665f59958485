import type { Field } from '../../../../lib/flow-log/fields'
import { readHeaderLine, type LineFields } from '../../../../lib/flow-log/format'

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

  let { fields } = question
  const lacking = new Set<string>()
  function useFields(next: OracleQuestion['fields']): void {
    fields = next
    for (const { token } of columns) {
      if (!fields.some((field) => field?.token === token)) lacking.add(token)
    }
  }
  useFields(fields)
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
    const header = /[^ -~\t-\r]/.test(text) ? undefined : readHeaderLine(text)
    if (header) {
      headers++
      return useFields(header)
    }
    if (text.includes('\r')) return fail('carriageReturn')
    try {
      text = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(
        Buffer.from(text, 'latin1'),
      )
    } catch {
      return fail('invalidUtf8')
    }
    const onLine = [...Array<undefined>(prefixColumns).fill(undefined), ...fields]
    const exact = text.split(' ')
    const loose = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '').split(/ +/)
    const candidates = [exact, loose].filter(({ length }) => length === onLine.length)
    const values = candidates.find((each) => wrongField(each, onLine) === undefined)
    if (values === undefined) {
      if (candidates.length === 0) return fail('fieldCount')
      const wrong = wrongField(candidates[0]!, onLine)!
      const isNumber = NUMBER.test(candidates[0]![onLine.indexOf(wrong)]!)
      return fail(isNumber ? 'integerTooLarge' : 'notInteger', wrong.token)
    }
    const valueOf = (token: string): string | null => {
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

/** The first field of a line whose value is not a number that fits. */
function wrongField(values: readonly string[], fields: LineFields): Field | undefined {
  return fields.find((field, index) => {
    if (field === undefined || field.type === 'string' || values[index] === '-') return false
    if (!NUMBER.test(values[index]!)) return true
    const number = BigInt(values[index]!.replace('+', ''))
    return BigInt.asIntN(field.type === 'int' ? 32 : 64, number) !== number
  })
}
