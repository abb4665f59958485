import { fieldByToken, type FieldName } from '../flow-log/fields'
import { closest } from '../closest'

/** The comments at the head of a query: a title, a body, then trailers, one per line. */
export interface Header {
  readonly title: string
  readonly description: string
  readonly trailers: ReadonlyMap<Trailer, readonly string[]>
}

/** The trailers that a query may have, and their contents. */
export const TRAILERS = {
  Version: 'counts up whenever the plan of the query changes',
  Param: 'a parameter: type, name, then `= default` or `optional`, then a note in parentheses',
  Needs: 'fields without which the query makes no sense',
  Uses: 'fields that it reads where the log has them',
  Otherwise: 'the query that answers for a log without the needed fields',
  Exact:
    'without any of these (parameters or fields) the answer is a guess about what is a NAT gateway',
  Units: 'columns that tables show in human units',
  Roles: 'what columns are, such as `private-address = privateAddress`',
  Archive: 'how often the archive keeps the result',
} as const satisfies Record<string, string>

export type Trailer = keyof typeof TRAILERS

/**
 * Reads the comments before the first command.
 * @throws {Error} on a misspelled trailer, which would become prose.
 */
export function readHeader(text: string): Header {
  const prose: string[] = []
  const trailers = new Map<Trailer, string[]>()
  for (const line of commentLines(text)) {
    const match = /^([A-Z][a-z]+): ?(.*)$/.exec(line)
    if (match && isTrailer(match[1]!)) {
      trailers.set(match[1], [...(trailers.get(match[1]) ?? []), match[2]!.trim()])
    } else {
      const near = match && closest(match[1]!, Object.keys(TRAILERS))
      if (near) throw new Error(`\`${match[1]}:\` is not a trailer: Did you mean \`${near}:\`?`)
      prose.push(line)
    }
  }
  const [title = '', ...body] = prose.join('\n').trim().split('\n')
  return { title, description: body.join('\n').trim(), trailers }
}

/** The fields that a trailer such as `Needs:` names by their tokens. */
export function trailerFields(header: Header, trailer: Trailer): readonly FieldName[] {
  return (header.trailers.get(trailer) ?? []).flatMap((line) =>
    line
      .split(/[\s,]+/)
      .filter((token) => token !== '')
      .map((token) => {
        const field = fieldByToken(token)
        if (!field) throw new Error(`\`${trailer}:\` has an unknown field \`${token}\``)
        return field.name as FieldName
      }),
  )
}

function commentLines(text: string): string[] {
  const lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    if (!line.startsWith('#')) break
    lines.push(line.slice(1).replace(/^ /, '').trimEnd())
  }
  return lines
}

function isTrailer(word: string): word is Trailer {
  return Object.hasOwn(TRAILERS, word)
}
