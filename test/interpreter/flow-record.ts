import { fieldByToken, type FieldName } from '../../lib/flow-log/fields'

/** One record: a text as AWS writes it (`-` included), a number as a bigint; what is missing has no entry. */
export interface FlowRecord {
  /** The whole line, without an event time before it. */
  readonly message: string
  readonly values: ReadonlyMap<FieldName, string | bigint>
}

/** Reads a log of text with a header line, as AWS writes it to S3: values apart by one space. */
export function readRecords(text: string): readonly FlowRecord[] {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '')
  const tokens = header.split(' ')
  return lines.map((line) => recordOf(tokens, line.split(' ')))
}

/** A record of values as a text log writes them, in the order of the tokens of its format. */
export function recordOf(tokens: readonly string[], words: readonly string[]): FlowRecord {
  const values = new Map<FieldName, string | bigint>()
  for (const [index, token] of tokens.entries()) {
    const field = fieldByToken(token)
    const word = words[index]
    if (!field || word === undefined) throw new Error(`${token} is no field with a value`)

    if (field.type === 'string') values.set(field.name as FieldName, word)
    else if (word !== '-') values.set(field.name as FieldName, BigInt(word))
  }
  return { message: words.join(' '), values }
}
