import {
  CommandFailure,
  failWith,
  isAtEnd,
  peek,
  spanFrom,
  startOf,
  take,
  takeSymbol,
  type Cursor,
} from './cursor'
import type { Diagnostic } from './diagnostics'
import { lex } from './lex'
import { error, warning } from './messages'
import { parseCommand, type Follows } from './parse-command'
import { queryOfSelect } from './select'
import type { Command, Pipeline, Span } from './syntax'

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
    reported: -1,
  }
  if (text.length > MAX_TEXT_LENGTH) {
    cursor.diagnostics.push(warning('too-long', { start: 0, end: 0 }, text.length))
  }
  const commands = parsePipeline(cursor)
  const ofTokens = lexed.diagnostics.filter(({ span }) => !isForeign(commands, span.start))
  const diagnostics = [...ofTokens, ...cursor.diagnostics]
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
  const commands = [parseOrSkip(cursor, 'after a pipe')]
  while (peek(cursor).kind !== 'end') {
    const follows = takeSymbol(cursor, '|', '||') === undefined ? 'without a pipe' : 'after a pipe'
    commands.push(parseOrSkip(cursor, follows))
  }
  return commands
}

function parseOrSkip(cursor: Cursor, follows: Follows): Command {
  const start = startOf(cursor)
  const first = peek(cursor)
  const word = first.kind === 'name' ? first.text.toLowerCase() : ''
  cursor.depth = 0
  try {
    if (word === 'select') return failWith(cursor, selectError(cursor, first.span))
    return parseCommand(cursor, follows)
  } catch (failure) {
    if (!(failure instanceof CommandFailure)) throw failure
    while (!isAtEnd(cursor)) take(cursor)
    return { kind: 'broken', word, span: spanFrom(cursor, start) }
  }
}

/** SQL, with the query that it means where its parts are valid. */
function selectError(cursor: Cursor, span: Span): Diagnostic {
  const word = cursor.text.slice(span.start, span.end)
  const query = queryOfSelect(cursor)
  const isValid =
    query !== undefined &&
    parseQuery(query).diagnostics.every(({ severity }) => severity === 'warning')
  const right = isValid ? `\`${query}\`` : '`fields …`, or `stats … by …`'
  return error('foreign-word', span, word, `this is SQL; write ${right}`)
}

/** Whether the offset is inside a command that natlens does not parse. */
function isForeign(commands: readonly Command[], offset: number): boolean {
  return commands.some(
    ({ kind, span }) => kind === 'other' && span.start <= offset && offset < span.end,
  )
}
