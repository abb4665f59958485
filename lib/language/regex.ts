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
// RE2 knows no other letter after a backslash, and no character beyond ASCII: https://github.com/google/re2/wiki/Syntax
const UNKNOWN_ESCAPE = /^\\(?:[^\W\d_dDsSwWbBAzCaftnrvxpP]|[\u0080-\uffff])/
const MAX_REPETITIONS = 1000

/** Reads a regular expression as CloudWatch does: RE2's syntax, without look-around and back-references. */
export function checkRegex(source: string, span: Span): CheckedRegex {
  const refused = new Set<string>()
  const groups: (string | undefined)[] = []
  let lazy = false
  let counted = false
  let portable = ''
  // The same for JavaScript, where a bracket right after the opening one closes the class.
  let script = ''
  let inClass = false
  let classStart = 0
  // How often the last part, and the longest one of each open group, is repeated.
  let atom = 1
  const repetitions = [1]
  for (let index = 0; index < source.length;) {
    const rest = source.slice(index, index + 64)
    if (!inClass && rest.startsWith('\\Q')) {
      const end = source.indexOf('\\E', index + 2)
      const literal = source.slice(index + 2, end === -1 ? undefined : end)
      const escaped = literal.replace(REGEX_SYNTAX, '\\$&')
      portable += escaped
      script += escaped
      index = end === -1 ? source.length : end + 2
      continue
    }
    const part = partAt(rest, inClass)
    const quantifier = inClass ? null : QUANTIFIER.exec(part)
    if (
      (UNKNOWN_ESCAPE.test(part) && part !== '\\k<') ||
      isInvalidPart(part, rest, inClass ? portable.slice(classStart) : undefined)
    ) {
      refused.add(`\`${part}\``)
    } else if (inClass) {
      if (part === ']') inClass = false
    } else if (part.startsWith('[')) {
      inClass = true
      classStart = portable.length
    } else if (/^\\(?:[1-9]|k<)/.test(part)) {
      refused.add('back-reference')
    } else if (part.startsWith('(?')) {
      const name = GROUP_NAME.exec(rest)?.[1]
      if (name !== undefined) {
        groups.push(name)
        // Without its name the group would begin with `(?`.
        if (/^[?*+]/.test(source.slice(index + part.length))) refused.add('a quantifier of nothing')
      } else if (/^\(\?<?[=!]/.test(rest)) refused.add('look-around')
      else if (!FLAGS.test(rest)) refused.add(`\`${rest.slice(0, 3)}\``)
    } else if (part === '(') {
      groups.push(undefined)
    } else if (quantifier) {
      const [, min, max, suffix] = quantifier
      if (suffix === '+') refused.add('possessive quantifier')
      if (suffix === '?') lazy = true
      if (min !== undefined) counted = true
      atom *= Math.max(1, Number(min ?? 0), Number(max ?? 0))
      if (atom > MAX_REPETITIONS) refused.add('more than 1000 repetitions')
    }
    if (!inClass) {
      if (part.startsWith('(')) repetitions.push(1)
      else if (part === ')') atom = repetitions.pop() ?? 1
      else if (!quantifier) atom = 1
      repetitions.push(Math.max(repetitions.pop() ?? 1, atom))
    }
    const written = GROUP_NAME.test(part) && !inClass ? '(' : part
    portable += written
    script += /^\[\^?\]$/.test(written) ? written.replace(']', '\\]') : written
    index += part.length
  }

  const broken = refused.size === 0 ? compileError(script) : undefined
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

const POSIX_CLASS =
  /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/

/** What JavaScript accepts and RE2 does not. */
function isInvalidPart(part: string, rest: string, inClass: string | undefined): boolean {
  if (part === '\\x')
    return !/^\\x(?:[0-9a-f]{2}|\{(?:0*10|0*[0-9a-f])?[0-9a-f]{1,4}\})/i.test(rest)
  if (/^\\p$/i.test(part)) return !isUnicodeClass(rest.slice(2))
  if (inClass === undefined) return false
  if (part.startsWith('[:')) return !POSIX_CLASS.test(part)
  return /^\\[bBAzC]$/.test(part) || (/^-\\[dDsSwWpP]/.test(rest) && isRangeStart(inClass))
}

/** Whether the last part of an open class is a single character, which a hyphen makes the start of a range. */
function isRangeStart(inClass: string): boolean {
  const parts = inClass
    .replace(/^\[\^?/, '')
    .match(/\\[dDsSwWpP]|(?:\\.|[^\\])-(?:\\.|[^\\])|\\.|[^\\]/gs)
  return /^(?:\\[^dDsSwWpP]|[^\\])$/s.test(parts?.at(-1) ?? '')
}

/** `L`, `{Lu}` or `{Greek}` after `\p`. */
function isUnicodeClass(name: string): boolean {
  const [, one, long] = /^(?:([A-Z])|\{\^?(\w+)\})/.exec(name) ?? []
  const forms = [`\\p{${one ?? long}}`, `\\p{Script=${long}}`]
  return forms.some((form) => compileError(form, 'u') === undefined)
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
function compileError(script: string, flags = ''): string | undefined {
  try {
    new RegExp(
      script.replace(/\\.|\(\?[imsU-]+(\)|:)/gs, (part, end?: string) => {
        if (part.startsWith('\\')) return part
        return end === ')' ? '' : '(?:'
      }),
      flags,
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
