import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser'
import { UserError } from '../errors'
import { keysAt, overridesOf } from './environment'
import { problemsOf, throwProblems, type Path, type Problem } from './problems'
import { resolveSettings } from './resolve'
import { SETTINGS_SCHEMA } from './schema'
import type { Settings } from './settings'
import type { Environment } from './variables'

/** The default file of the settings; NATLENS_CONFIG names another. */
export const SETTINGS_FILE = 'natlens.config.json'

/**
 * Reads the text of a settings file (JSON with comments; undefined when there is no file) and the variables over it.
 * @throws {UserError} with all mistakes.
 */
export function readSettings(
  text: string | undefined,
  environment: Environment = {},
  name = SETTINGS_FILE,
): Settings {
  const tree = treeOf(text, name)
  const written: unknown = tree ? getNodeValue(tree) : {}
  const overrides = overridesOf(environment)
  for (const { path, value } of overrides) setAt(written, path, value)

  const locate = (path: Path): string | undefined => {
    const override = overrides.find((each) => each.path.every((part, i) => part === path[i]))
    return override?.variable ?? lineOf(text, tree, path, name)
  }
  const parsed = SETTINGS_SCHEMA.safeParse(written)
  if (!parsed.success) throwProblems(problemsOf(parsed.error.issues, written, keysAt), name, locate)

  const problems: Problem[] = []
  const settings = resolveSettings(parsed.data, problems)
  if (problems.length > 0) throwProblems(problems, name, locate)
  return settings
}

function treeOf(text: string | undefined, name: string): Node | undefined {
  if (text === undefined) return undefined

  const errors: ParseError[] = []
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true })
  const [first] = errors
  if (first) {
    const line = `${name}:${lineAt(text, first.offset)}`
    throw new UserError(`${line} is not JSON: ${words(printParseErrorCode(first.error))}`, {
      help: 'comments (// and /* */) and a comma after the last item are allowed',
    })
  }
  if (tree?.type !== 'object') {
    throw new UserError(`${name} is not an object`, {
      help: 'the file must begin with { and end with }',
    })
  }
  return tree
}

/** The line of the innermost value on the path: for a missing key, that of its object. */
function lineOf(
  text: string | undefined,
  tree: Node | undefined,
  path: Path,
  name: string,
): string | undefined {
  if (text === undefined || !tree) return undefined
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length))
    if (node) return `${name}:${lineAt(text, (node.parent ?? node).offset)}`
  }
  return undefined
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** `PropertyNameExpected` is `property name expected`. */
function words(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}

function setAt(target: unknown, path: Path, value: unknown): void {
  let object = target as Record<string | number, unknown>
  for (const part of path.slice(0, -1)) {
    const inner = object[part]
    // The schema reports the invalid value.
    if (inner !== undefined && (typeof inner !== 'object' || inner === null)) return
    object = (object[part] ??= {}) as Record<string | number, unknown>
  }
  object[path.at(-1)!] = value
}
