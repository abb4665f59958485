import type { Unwrapper, Wrapper } from './wrapper'

/**
 * JSON with a record in each `message`: what Firehose and subscriptions deliver, and what `aws logs filter-log-events`,
 * `get-log-events` and `get-query-results` print. Values follow each other, in an array or not.
 */
export const jsonMessages: Wrapper = {
  name: 'JSON',
  unit: 'record',
  recognizes: (head) => /^(\ufeff|\u00ef\u00bb\u00bf)?\s*[{[]/.test(head.toString('latin1', 0, 64)),
  holdsNoRecords: (head) => CONTROL_MESSAGE.test(head.toString('latin1')),
  open: messageReader,
}

/** A subscription sends these to check its destination. */
const CONTROL_MESSAGE = /"messageType"\s*:\s*"CONTROL_MESSAGE"/
const MESSAGE_KEYS: ReadonlySet<string> = new Set(['message', '@message'])
/** From one character with a meaning to the next. */
const PLAIN = /[^"{}[\]]*/y

/** Finds strings by their keys, without keeping the values around them. */
function messageReader(): Unwrapper {
  let rest = ''
  let depth = 0
  let key = ''
  /** The value of a pair `field`, `value` is a message. */
  let isMessagePair = false
  /** Messages at this depth and below are of a control message. */
  let controlDepth = Infinity
  let lines: string[] = []

  function onString(value: string): void {
    if (key === 'messageType' && value === 'CONTROL_MESSAGE') controlDepth = depth
    else if (key === 'field') isMessagePair = value === '@message'
    else if (MESSAGE_KEYS.has(key) || (key === 'value' && isMessagePair)) {
      if (depth < controlDepth) lines.push(...linesOf(value))
    }
  }
  function close(): void {
    depth--
    if (depth < controlDepth) controlDepth = Infinity
  }
  /** Reads strings and brackets; what may go on in the next piece stays in `rest`. */
  function read(text: string, isEnd: boolean): void {
    let at = 0
    while (at < text.length) {
      const character = text[at]
      if (character === '"') {
        const end = endOfString(text, at + 1)
        const next = end < 0 ? text.length : afterSpaces(text, end + 1)
        if (end < 0 || (next === text.length && !isEnd)) break
        const value = text.slice(at + 1, end)
        if (text[next] === ':') key = value
        else onString(value)
        at = next
        continue
      }
      if (character === '{' || character === '[') depth++
      else if (character === '}' || character === ']') close()
      PLAIN.lastIndex = at + 1
      PLAIN.test(text)
      at = Math.max(at + 1, PLAIN.lastIndex)
    }
    rest = text.slice(at)
  }
  function take(): Buffer {
    const text = lines.map((line) => `${line}\n`).join('')
    lines = []
    return Buffer.from(text, 'latin1')
  }

  return {
    add(bytes) {
      read(rest + bytes.toString('latin1'), false)
      return take()
    },
    end() {
      read(rest, true)
      // A text that stops inside a value lacks records: this line is reported as unreadable.
      if (rest !== '' || depth > 0) lines.push(rest.trim() || '(the JSON text is cut off)')
      return take()
    },
  }
}

function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return end
  }
  return -1
}

function afterSpaces(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at
}

/** A message is mostly one line, often with a line feed at its end. The text has one character a byte. */
function linesOf(raw: string): readonly string[] {
  const text = raw.includes('\\') ? unescaped(raw) : raw
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function unescaped(raw: string): string {
  try {
    const text = JSON.parse(`"${Buffer.from(raw, 'latin1').toString('utf8')}"`) as string
    return Buffer.from(text).toString('latin1')
  } catch {
    return raw
  }
}
