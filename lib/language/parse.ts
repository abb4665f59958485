import { CommandFailure, peek, spanFrom, startOf, take, takeSymbol, type Cursor } from './cursor'
import type { Diagnostic } from './diagnostics'
import { isSymbol, lex } from './lex'
import { error, warning } from './messages'
import { parseCommand } from './parse-command'
import type { Command, Pipeline } from './syntax'

export interface Parsed {
  readonly pipeline: Pipeline
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
const MAX_TEXT_LENGTH = 10_000

/** Parses a query; an invalid command becomes a diagnostic and `broken`, and parsing continues. */
export function parseQuery(text: string): Parsed {
  const lexed = lex(text)
  const cursor: Cursor = {
    text,
    tokens: lexed.tokens,
    diagnostics: [],
    parenthesised: new Set(),
    position: 0,
    depth: 0,
  }
  if (text.length > MAX_TEXT_LENGTH) {
    cursor.diagnostics.push(warning('too-long', { start: 0, end: 0 }, text.length))
  }
  const commands = parsePipeline(cursor)
  const diagnostics = [...lexed.diagnostics, ...cursor.diagnostics].filter(
    ({ span, severity }) => severity === 'warning' || !isForeign(commands, span.start),
  )
  return {
    pipeline: { text, commands },
    diagnostics: diagnostics.sort((a, b) => a.span.start - b.span.start),
  }
}

/** pipeline = command { "|" command } */
function parsePipeline(cursor: Cursor): readonly Command[] {
  if (peek(cursor).kind === 'end') {
    cursor.diagnostics.push(error('empty-query', peek(cursor).span))
    return []
  }
  const { span } = peek(cursor)
  if (takeSymbol(cursor, '|') !== undefined) {
    cursor.diagnostics.push(error('leading-pipe', span))
  }
  const commands = [parseOrSkip(cursor)]
  while (takeSymbol(cursor, '|') !== undefined) commands.push(parseOrSkip(cursor))
  return commands
}

function parseOrSkip(cursor: Cursor): Command {
  const start = startOf(cursor)
  const first = peek(cursor)
  const word = first.kind === 'name' ? first.text.toLowerCase() : ''
  cursor.depth = 0
  try {
    return parseCommand(cursor)
  } catch (failure) {
    if (!(failure instanceof CommandFailure)) throw failure
    while (peek(cursor).kind !== 'end' && !isSymbol(peek(cursor), '|')) take(cursor)
    return { kind: 'broken', word, span: spanFrom(cursor, start) }
  }
}

/** Whether the offset is inside a command that natlens does not parse. */
function isForeign(commands: readonly Command[], offset: number): boolean {
  return commands.some(
    ({ kind, span }) => kind === 'other' && span.start <= offset && offset < span.end,
  )
}
