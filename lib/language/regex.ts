import type { Diagnostic } from './diagnostics'
import { error, warning } from './messages'
import type { Span } from './syntax'

export interface CheckedRegex {
  /** RE2 with plain instead of named groups; undefined after an error. */
  readonly pattern: string | undefined
  /** The name of each group, in order; undefined for a plain one. */
  readonly groups: readonly (string | undefined)[]
  readonly diagnostics: readonly Diagnostic[]
}

const GROUP_NAME = /^\(\?P?<([A-Za-z_]\w*)>/
const FLAGS = /^\(\?[imsU]*(?:-[imsU]+)?[:)]/
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})([?+]?)/
// RE2 knows no other letter after a backslash: https://github.com/google/re2/wiki/Syntax
const UNKNOWN_ESCAPE = /^\\[^\W\d_dDsSwWbBAzCQEaftnrvxpP]/
const MAX_REPETITIONS = 1000

/** Reads a regular expression as CloudWatch does: RE2's syntax, without look-around and back-references. */
export function checkRegex(source: string, span: Span): CheckedRegex {
  const refused = new Set<string>()
  const groups: (string | undefined)[] = []
  let lazy = false
  let counted = false
  let portable = ''
  let inClass = false
  for (let index = 0; index < source.length;) {
    const rest = source.slice(index, index + 64)
    const part = partAt(rest, inClass)
    const quantifier = inClass ? null : QUANTIFIER.exec(part)
    if (UNKNOWN_ESCAPE.test(part) && part !== '\\k<') {
      refused.add(`\`${part}\``)
    } else if (inClass) {
      if (part === ']') inClass = false
    } else if (part.startsWith('[')) {
      inClass = true
    } else if (/^\\(?:[1-9]|k<)/.test(part)) {
      refused.add('back-reference')
    } else if (part.startsWith('(?')) {
      const name = GROUP_NAME.exec(rest)?.[1]
      if (name !== undefined) groups.push(name)
      else if (/^\(\?<?[=!]/.test(rest)) refused.add('look-around')
      else if (!FLAGS.test(rest)) refused.add(`\`${rest.slice(0, 3)}\``)
    } else if (part === '(') {
      groups.push(undefined)
    } else if (quantifier) {
      const [, min, max, suffix] = quantifier
      if (suffix === '+') refused.add('possessive quantifier')
      if (suffix === '?') lazy = true
      if (min !== undefined) counted = true
      if (Math.max(Number(min ?? 0), Number(max ?? 0)) > MAX_REPETITIONS) {
        refused.add('more than 1000 repetitions')
      }
    }
    portable += GROUP_NAME.test(part) && !inClass ? '(' : part
    index += part.length
  }

  const broken = refused.size === 0 ? compileError(portable) : undefined
  const errors = [
    ...[...refused].map((what) => error('regex-unsupported', span, what)),
    ...(broken === undefined ? [] : [error('regex-broken', span, broken)]),
  ]
  return {
    pattern: errors.length === 0 ? portable : undefined,
    groups,
    diagnostics: [
      ...errors,
      ...(lazy ? [warning('regex-lazy', span)] : []),
      ...(counted ? [warning('regex-counted', span)] : []),
    ],
  }
}

/** The next token of the regular expression. */
function partAt(rest: string, inClass: boolean): string {
  if (rest.startsWith('\\')) return rest.startsWith('\\k<') ? '\\k<' : rest.slice(0, 2)
  if (inClass) return /^\[:\^?[a-z]+:\]/.exec(rest)?.[0] ?? rest[0]!
  // A bracket right after the opening one belongs to the class.
  if (rest.startsWith('[')) return /^\[\^?\]?/.exec(rest)![0]
  if (rest.startsWith('(?')) return GROUP_NAME.exec(rest)?.[0] ?? FLAGS.exec(rest)?.[0] ?? '(?'
  return QUANTIFIER.exec(rest)?.[0] ?? rest[0]!
}

/** JavaScript's reason why the regular expression does not compile; its grammar resembles RE2's. */
function compileError(portable: string): string | undefined {
  try {
    new RegExp(
      portable.replace(/\\.|\(\?[imsU-]+(\)|:)/gs, (part, end?: string) => {
        if (part.startsWith('\\')) return part
        return end === ')' ? '' : '(?:'
      }),
    )
    return undefined
  } catch (thrown) {
    return (thrown as Error).message.replace(/^.*: /s, '').toLowerCase()
  }
}

const REGEX_SYNTAX = /[\\^$.*+?()[\]{}|]/g

/** The glob of a `parse` as a regular expression: each `*` matches lazily, a last one matches the rest. */
export function globRegex(glob: string): string {
  const parts = glob.split('*').map((part) => part.replace(REGEX_SYNTAX, '\\$&'))
  return parts
    .map((part, index) => {
      if (index === parts.length - 1) return part
      return `${part}${index === parts.length - 2 && parts.at(-1) === '' ? '(.*)' : '(.*?)'}`
    })
    .join('')
}
