import type { z } from 'zod'
import { closest } from '../closest'
import { UserError } from '../errors'

export type Path = readonly (string | number)[]

/** A mistake in the settings: the key, what is wrong, and what is valid. */
export interface Problem {
  readonly path: Path
  /** Continues the sentence that begins with the key: `is 'x'`. */
  readonly finding: string
  readonly help: string
}

/** The line of the file, or the variable, in which a value is written. */
export type Locate = (path: Path) => string | undefined

/** One problem for each unknown key and each invalid value that zod found. */
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
    return [{ path, finding, help: `must be ${issue.message}` }]
  })
}

function unknownKey(path: Path, known: readonly string[]): Problem {
  const near = closest(String(path.at(-1)), known)
  const help = near
    ? `Did you mean \`${pathText([...path.slice(0, -1), near])}\`?`
    : `The keys are ${known.map((key) => `\`${key}\``).join(', ')}`
  return { path, finding: 'is not a setting', help }
}

/** @throws {UserError} always: one problem as message and help, several as a list. */
export function throwProblems(problems: readonly Problem[], name: string, locate: Locate): never {
  const subjects = problems.map(({ path, finding }) => {
    const source = locate(path)
    return `\`${pathText(path)}\` ${finding}${source ? ` (${source})` : ''}`
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
