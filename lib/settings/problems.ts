import type { z } from 'zod'
import { closest } from '../closest'
import { UserError } from '../errors'

export type Path = readonly (string | number)[]

/** One thing that is wrong with the settings: where, what was found, and what would be right. */
export interface Problem {
  readonly path: Path
  /** Ends the sentence that begins with the key. */
  readonly finding: string
  readonly help: string
}

/** Where a value was written, as a person would look it up: a line of the file, or a variable. */
export type Locate = (path: Path) => string | undefined

/** What zod found, each unknown key and each wrong value as a problem of its own. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  written: unknown,
  keysAt: (path: Path) => readonly string[],
): readonly Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], keysAt(path)))
    }
    const found = valueAt(written, path)
    const finding = found === undefined ? 'is missing' : `is ${shown(found)}`
    return [{ path, finding, help: `it takes ${issue.message}` }]
  })
}

function unknownKey(path: Path, known: readonly string[]): Problem {
  const near = closest(String(path.at(-1)), known)
  const help = near
    ? `\`${pathText([...path.slice(0, -1), near])}\` is spelled almost the same`
    : `there are ${known.map((key) => `\`${key}\``).join(', ')}`
  return { path, finding: 'is no setting', help }
}

/**
 * All problems at once.
 * @throws {UserError} always: the only one as message and help, several as a list.
 */
export function refuse(problems: readonly Problem[], name: string, locate: Locate): never {
  const subjects = problems.map(({ path, finding }) => {
    const place = locate(path)
    return `\`${pathText(path)}\` ${finding}${place ? ` (${place})` : ''}`
  })
  if (problems.length === 1) throw new UserError(subjects[0]!, { help: problems[0]!.help })

  const lines = problems.map(({ help }, index) => `\n  ${subjects[index]}: ${help}`)
  throw new UserError(`${name} has ${problems.length} mistakes:${lines.join('')}`)
}

/** `natGateways[0].vpcId` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`,
    '',
  )
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  )
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
