import type { OutputColumn, Plan, SortKey, Step } from '../../lib/language/plan'
import type { Cell, ResultColumn } from '../../lib/results/result'
import type { TimeRange } from '../../lib/time'
import { compareData, type Datum, type Notes } from './datum'
import { evaluate, truth, type Row } from './evaluate'
import type { FlowRecord } from './flow-record'

export interface Interpreted {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** For each row the number of its tie group, whose doubles differ in the last digits alone: its rows may come in any order. */
  readonly ties: readonly number[]
  /** When the last `limit` cut through ties: all rows of that last group, of which any may stand in the answer. */
  readonly cut: readonly (readonly Cell[])[] | undefined
  readonly notes: Readonly<Notes>
}

/** What a plan gives over records in memory, step by step as the plan says it. */
export function interpret(
  plan: Plan,
  records: readonly FlowRecord[],
  { range }: { readonly range?: TimeRange | undefined } = {},
): Interpreted {
  const notes: Notes = { outOfRange: false, openChoice: false }
  let state: State = {
    rows: records
      .filter((record) => isWithin(record, range))
      .map((record) => ({ record, columns: new Map(), notes })),
    order: [],
    cut: undefined,
  }
  for (const step of plan.steps) {
    // What follows a cut through ties sees rows that may be others in another engine.
    if (state.cut && step.kind !== 'extend') notes.openChoice = true
    state = apply(step, state, notes)
  }

  const show = (row: Row) => plan.columns.map((column) => cellOf(column, row))
  return {
    columns: plan.columns.map(({ name, type }) => ({
      name,
      type: type === 'boolean' ? 'integer' : type,
    })),
    rows: state.rows.map(show),
    ties: tieNumbers(state.rows, state.order),
    cut: state.cut?.map(show),
    notes,
  }
}

interface State {
  readonly rows: readonly Row[]
  readonly order: readonly SortKey[]
  readonly cut: readonly Row[] | undefined
}

function apply(step: Step, state: State, notes: Notes): State {
  const { rows, order } = state
  switch (step.kind) {
    case 'extend': {
      const extend = (row: Row) => extended(row, step.columns)
      return { ...state, rows: rows.map(extend), cut: state.cut?.map(extend) }
    }
    case 'filter':
      return { ...state, rows: rows.filter((row) => truth(step.condition, row) === true) }
    case 'aggregate': {
      // Without a `sort` the rows are in the order of their keys.
      const keys = step.keys.map(({ name, value: { type } }): SortKey => ({
        value: { kind: 'column', name, type },
        descending: false,
      }))
      return { rows: sorted(aggregated(step, rows, notes), keys), order: keys, cut: undefined }
    }
    case 'sort':
      return { rows: sorted(rows, step.keys), order: step.keys, cut: undefined }
    case 'limit': {
      const kept = rows.slice(0, step.count)
      const next = rows[step.count]
      const last = kept.at(-1)
      const isCut = next && last && isClose(last, next, order)
      const tied = isCut
        ? rows.filter((row) => row === last || isClose(row, last, order))
        : undefined
      return { rows: kept, order, cut: tied }
    }
    case 'dedup':
      return { ...state, rows: deduplicated(step, rows, order, notes) }
  }
}

function extended(row: Row, columns: Extract<Step, { kind: 'extend' }>['columns']): Row {
  const added = columns.map(({ name, value }) => [name, evaluate(value, row)] as const)
  return { ...row, columns: new Map([...row.columns, ...added]) }
}

function aggregated(
  { keys, measures }: Extract<Step, { kind: 'aggregate' }>,
  rows: readonly Row[],
  notes: Notes,
): readonly Row[] {
  const groups = new Map<string, { key: ReadonlyMap<string, Datum>; rows: Row[] }>()
  for (const { value } of keys) noteNearKeys(value, rows, notes)
  for (const row of rows) {
    const key = new Map(keys.map(({ name, value }) => [name, evaluate(value, row)]))
    const group = groups.get(identity([...key.values()]))
    if (group) group.rows.push(row)
    else groups.set(identity([...key.values()]), { key, rows: [row] })
  }
  return [...groups.values()].map(({ key, rows: group }) => {
    const columns = new Map<string, Datum>()
    for (const { name, value } of measures) {
      columns.set(name, evaluate(value, { record: undefined, columns, group, notes }))
    }
    return { record: undefined, columns: new Map([...key, ...columns]), notes }
  })
}

function deduplicated(
  { keys }: Extract<Step, { kind: 'dedup' }>,
  rows: readonly Row[],
  order: readonly SortKey[],
  notes: Notes,
): readonly Row[] {
  const first = new Map<string, Row>()
  for (const key of keys) noteNearKeys(key, rows, notes)
  return rows.filter((row) => {
    const data = keys.map((key) => evaluate(key, row))
    if (data.includes(null)) return true
    const known = first.get(identity(data))
    if (!known) {
      first.set(identity(data), row)
      return true
    }
    if (isClose(known, row, order)) notes.openChoice = true
    return false
  })
}

/** Doubles made of several records differ in their last digits from engine to engine: whether two are one key is open. */
function noteNearKeys(key: SortKey['value'], rows: readonly Row[], notes: Notes): void {
  const data = rows
    .filter(({ record }) => record === undefined)
    .map((row) => evaluate(key, row))
    .flatMap((datum) => (typeof datum === 'number' && !Number.isInteger(datum) ? [datum] : []))
    .sort((a, b) => a - b)
  if (
    data.some(
      (datum, index) => index > 0 && datum !== data[index - 1] && isNear(datum, data[index - 1]!),
    )
  ) {
    notes.openChoice = true
  }
}

/** A text that only equal values share; the two zeros are equal. */
function identity(data: readonly Datum[]): string {
  return JSON.stringify(
    data.map((datum) =>
      datum === null ? null : `${typeof datum} ${datum === 0 ? '0' : String(datum)}`,
    ),
  )
}

/** Each key is computed of each row, as an engine does: that a figure is too great shows even where nothing is compared. */
function sorted(rows: readonly Row[], keys: readonly SortKey[]): readonly Row[] {
  const keyed = rows.map((row) => ({ row, data: keys.map(({ value }) => evaluate(value, row)) }))
  return keyed.sort((a, b) => compareKeys(a.data, b.data, keys)).map(({ row }) => row)
}

function compareKeys(a: readonly Datum[], b: readonly Datum[], keys: readonly SortKey[]): number {
  for (const [index, { descending }] of keys.entries()) {
    const left = a[index]!
    const right = b[index]!
    if (left === null && right === null) continue
    // Missing values come last in both directions.
    if (left === null || right === null) return left === null ? 1 : -1
    const order = compareData(left, right)
    if (order !== 0) return descending ? -order : order
  }
  return 0
}

/** Whether doubles that differ in their last digits alone decide which of two rows comes first. */
function isClose(a: Row, b: Row, keys: readonly SortKey[]): boolean {
  for (const { value } of keys) {
    const left = evaluate(value, a)
    const right = evaluate(value, b)
    if (left === right) continue
    return isNear(left, right)
  }
  // Rows that are equal in each key are equal in all that the plan reads.
  return false
}

/** The order in which a sum is made shows in the last digits of a double. */
function isNear(a: Datum, b: Datum): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return false
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b), 1e-3)
}

function tieNumbers(rows: readonly Row[], order: readonly SortKey[]): readonly number[] {
  let group = 0
  return rows.map((row, index) => {
    const before = rows[index - 1]
    if (before && !isClose(before, row, order)) group++
    return group
  })
}

function isWithin({ values }: FlowRecord, range: TimeRange | undefined): boolean {
  if (!range) return true
  const start = values.get('startTime')
  if (typeof start !== 'bigint') return !range.from && !range.to
  const time = Number(start) * 1000
  return (!range.from || time >= range.from.getTime()) && (!range.to || time < range.to.getTime())
}

function cellOf({ value, type }: OutputColumn, row: Row): Cell {
  const datum = evaluate(value, row)
  if (datum === null || typeof datum === 'string') return datum
  if (type === 'time') return new Date(Number(datum))
  if (typeof datum === 'number') return Number.isFinite(datum) ? datum : null
  return Number.isSafeInteger(Number(datum)) ? Number(datum) : datum
}
