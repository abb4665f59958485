import { closest } from '../closest'
import { FIELDS, fieldByColumn, fieldByName, fieldByToken, type Field } from '../flow-log/fields'
import { error, warning } from './messages'
import type { SystemFieldName, Value } from './plan'
import type { ValueType } from './value-type'
import { report, withoutPlan, type Place, type Resolving } from './resolving'
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

/** What a name stands for; undefined, with a diagnostic, when it stands for nothing here. */
export function resolveName(
  state: Resolving,
  name: string,
  span: Span,
  place: Place,
): Value | undefined {
  const { scope } = state
  if (place.kind === 'measure') {
    if (place.earlier.has(name)) return column(name, place.earlier.get(name))
    const isKnown = scope.columns.has(name) || (!scope.aggregated && isRecordField(name))
    if (isKnown) return report(state, error('not-aggregated', span, name))
  }
  if (scope.columns.has(name)) return column(name, scope.columns.get(name))
  if (place.kind === 'aggregated' && place.earlier.has(name) && !isRecordField(name)) {
    const help = `\`${name}\` is a measure of this \`stats\`; aggregate it in another \`stats\``
    return report(state, error('unknown-field', span, name, help))
  }
  if (scope.aggregated)
    return isPartOfUnknown(scope, name) ? undefined : report(state, gone(state, name, span))

  const field = fieldByName(name) ?? fieldByName(SYNONYMS.get(name) ?? '')
  if (field) return fieldValue(field)
  if (Object.hasOwn(SYSTEM_FIELDS, name)) return system(name as SystemFieldName)
  if (isPartOfUnknown(scope, name)) return undefined
  if (state.named.has(name)) return undefined
  if (CLOUDWATCH_FIELDS.test(name)) return withoutPlan(state, name, span)
  return report(state, error('unknown-field', span, name, spellingHelp(name, state)))
}

/**
 * A token of a format string written without backticks, such as `pkt-srcaddr`, is a subtraction of names that are
 * not there: one diagnostic for the whole of it.
 */
export function hyphenatedField(
  state: Resolving,
  { kind, span }: Expression,
): { readonly name: string } | undefined {
  if (kind !== 'binary') return undefined
  const name = state.text.slice(span.start, span.end)
  return name.includes('-') && fieldByToken(name) && !state.scope.columns.has(name)
    ? { name }
    : undefined
}

export function reportHyphenated(state: Resolving, name: string, span: Span): undefined {
  return report(state, error('unknown-field', span, name, spellingHelp(name, state)))
}

/** Defines a name for the commands after this one; an error when CloudWatch has it already. */
export function define(state: Resolving, name: string, span: Span): void {
  if (state.defined.has(name)) {
    report(state, error('already-defined', span, name, 'use another name'))
  } else if (isRecordField(name)) {
    report(
      state,
      // A name of `parse` hides the field from here on; after `stats` the field is gone.
      state.command === 'stats' || state.command === 'parse'
        ? warning('field-name', span, name)
        : error('already-defined', span, name, `it is a field of the record; use another name`),
    )
  }
  state.defined.add(name)
}

export function system(name: SystemFieldName): Value {
  return { kind: 'system', name, type: SYSTEM_FIELDS[name] }
}

export function isRecordField(name: string): boolean {
  return fieldByName(name) !== undefined || Object.hasOwn(SYSTEM_FIELDS, name)
}

/** `document.users[1]` of a `document` whose type is unknown: its own diagnostic was given. */
function isPartOfUnknown({ columns }: Resolving['scope'], name: string): boolean {
  const root = name.split(/[.[]/, 1)[0]!
  return root !== name && columns.has(root) && columns.get(root) === undefined
}

/** A column whose expression has an error is undefined: one diagnostic is enough. */
function column(name: string, type: ValueType | undefined): Value | undefined {
  return type && { kind: 'column', name, type }
}

function fieldValue(field: Field): Value {
  const name = field.name as Extract<Value, { kind: 'field' }>['name']
  return { kind: 'field', name, type: field.type === 'string' ? 'text' : 'integer' }
}

/** After `stats` only its own names are left. */
function gone({ scope, command }: Resolving, name: string, span: Span) {
  const renamed = scope.renamed.get(name)
  const names = [...scope.columns.keys()]
  const left = `after \`stats\` there ${names.length === 1 ? 'is' : 'are'} ${names.map((each) => `\`${each}\``).join(', ')}`
  if (renamed !== undefined) return error('field-gone', span, name, `it is \`${renamed}\` there`)
  if (!isRecordField(name) && !SYNONYMS.has(name)) {
    const near = closest(name, names)
    return error('unknown-field', span, name, near ? spelledAlmost(near) : left)
  }
  const help =
    command === 'filter'
      ? `move the \`filter\` before \`stats\`, or add \`${name}\` to its \`by\``
      : left
  return error('field-gone', span, name, help)
}

function spellingHelp(name: string, { scope }: Resolving): string | undefined {
  const field = fieldByToken(name) ?? fieldByColumn(name)
  if (field) return `a query calls it \`${field.name}\``
  const near = closest(name, [
    ...scope.columns.keys(),
    ...FIELDS.map((each) => each.name),
    ...Object.keys(SYSTEM_FIELDS),
  ])
  return near && spelledAlmost(near)
}

const spelledAlmost = (near: string): string => `Did you mean \`${near}\`?`
