import { closest } from '../closest'
import { FIELDS, fieldByColumn, fieldByName, fieldByToken, type Field } from '../flow-log/fields'
import { error, warning } from './messages'
import type { SystemFieldName, Value } from './plan'
import type { ValueType } from './value-type'
import { report, withoutPlan, type Clause, type ResolveState } from './resolving'
import type { Expression, Span } from './syntax'

const SYSTEM_FIELDS: Readonly<Record<SystemFieldName, ValueType>> = {
  '@timestamp': 'time',
  '@message': 'text',
  '@logStream': 'text',
  '@log': 'text',
  '@ingestionTime': 'time',
}

/** System fields that only CloudWatch has. */
const CLOUDWATCH_FIELDS =
  /^@(ptr|entity|aws|source|data_source_name|data_source_type|data_format)\b/

/** CloudWatch's manual names both spellings: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['start', 'startTime'],
  ['end', 'endTime'],
])

/** The value of a name; undefined, with a diagnostic, when it is unknown here. */
export function resolveName(
  state: ResolveState,
  name: string,
  span: Span,
  clause: Clause,
): Value | undefined {
  const { scope } = state
  if (clause.kind === 'measure') {
    if (clause.earlier.has(name)) return column(name, clause.earlier.get(name))
    const isKnown = scope.columns.has(name) || (!scope.aggregated && isRecordName(name))
    if (isKnown) return report(state, error('not-aggregated', span, name))
  }
  if (scope.columns.has(name)) return column(name, scope.columns.get(name))
  if (clause.kind === 'aggregated' && clause.earlier.has(name) && !isRecordName(name)) {
    const help = `\`${name}\` is a measure of this \`stats\`; aggregate it in another \`stats\``
    return report(state, error('unknown-field', span, name, help))
  }
  if (scope.aggregated) {
    if (isPartOfUnknown(scope, name)) return undefined
    return scope.isOpen ? unknown(state) : report(state, gone(state, name, span))
  }

  const field = fieldByName(name) ?? fieldByName(SYNONYMS.get(name) ?? '')
  if (field) return fieldValue(field)
  if (name === '@ingestionTime') {
    return report(state, error('without-source', span, name))
  }
  if (Object.hasOwn(SYSTEM_FIELDS, name)) return system(name as SystemFieldName)
  if (name === 'logStream' && !state.named.has(name)) {
    report(state, warning('log-stream-name', span))
    return system('@logStream')
  }
  if (isPartOfUnknown(scope, name)) return undefined
  if (state.named.has(name)) return unknown(state)
  if (CLOUDWATCH_FIELDS.test(name)) return withoutPlan(state, name, span)
  if (scope.isOpen) return unknown(state)
  return report(state, error('unknown-field', span, name, spellingHelp(name, state)))
}

function unknown(state: ResolveState): undefined {
  state.hasPlan = false
  return undefined
}

/** `pkt-srcaddr` without backticks is a subtraction of unknown names: it gets one diagnostic. */
export function hyphenatedField(
  state: ResolveState,
  { kind, span }: Expression,
): { readonly name: string } | undefined {
  if (kind !== 'binary') return undefined
  const name = state.text.slice(span.start, span.end)
  return name.includes('-') && fieldByToken(name) && !state.scope.columns.has(name)
    ? { name }
    : undefined
}

export function reportHyphenated(state: ResolveState, name: string, span: Span): undefined {
  return report(state, error('unknown-field', span, name, spellingHelp(name, state)))
}

/** Defines a name for the next commands; an error when it is already defined on CloudWatch. */
export function define(state: ResolveState, name: string, span: Span): void {
  if (state.defined.has(name)) {
    report(state, error('already-defined', span, name, 'use another name'))
  } else if (isRecordField(name)) {
    // The name hides the field in the next commands.
    report(state, warning('field-name', span, name))
  }
  state.defined.add(name)
}

export function system(name: SystemFieldName): Value {
  return { kind: 'system', name, type: SYSTEM_FIELDS[name] }
}

/** Whether a name without a definition reads the record. */
function isRecordName(name: string): boolean {
  return isRecordField(name) || SYNONYMS.has(name) || name === 'logStream'
}

export function isRecordField(name: string): boolean {
  return fieldByName(name) !== undefined || Object.hasOwn(SYSTEM_FIELDS, name)
}

/** `document.users[1]` of a `document` whose type is unknown, which has its own diagnostic. */
function isPartOfUnknown({ columns }: ResolveState['scope'], name: string): boolean {
  const root = name.split(/[.[]/, 1)[0]!
  return root !== name && columns.has(root) && columns.get(root) === undefined
}

/** Undefined for a column whose expression has an error and so a diagnostic. */
function column(name: string, type: ValueType | undefined): Value | undefined {
  return type && { kind: 'column', name, type }
}

function fieldValue(field: Field): Value {
  const name = field.name as Extract<Value, { kind: 'field' }>['name']
  return { kind: 'field', name, type: field.type === 'string' ? 'text' : 'integer' }
}

/** The diagnostic of a name after `stats`, which leaves only its own names. */
function gone({ scope, command }: ResolveState, name: string, span: Span) {
  const renamed = scope.renamed.get(name)
  const names = [...scope.columns.keys()]
  const left = `after \`stats\` there ${names.length === 1 ? 'is' : 'are'} ${names.map((each) => `\`${each}\``).join(', ')}`
  if (renamed !== undefined) return error('field-gone', span, name, `it is \`${renamed}\` there`)
  if (!isRecordName(name)) {
    const near = closest(name, names)
    return error('unknown-field', span, name, near ? didYouMean(near) : left)
  }
  const help =
    command === 'filter'
      ? `move the \`filter\` before \`stats\`, or add \`${name}\` to its \`by\``
      : left
  return error('field-gone', span, name, help)
}

function spellingHelp(name: string, { scope }: ResolveState): string | undefined {
  const field = fieldByToken(name) ?? fieldByColumn(name)
  if (field) return `a query calls it \`${field.name}\``
  if (/^null$/i.test(name)) return 'test for a missing value: `not ispresent(…)`'
  if (/^(true|false)$/i.test(name)) return 'a condition is 1 when it is true, else 0'
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return `a text is written in quotes: "${name}"`
  const near = closest(name, [
    ...scope.columns.keys(),
    ...FIELDS.map((each) => each.name),
    ...Object.keys(SYSTEM_FIELDS),
  ])
  return near && didYouMean(near)
}

const didYouMean = (near: string): string => `Did you mean \`${near}\`?`
