import type { ValueType } from './plan'

/** How many arguments a function takes and what it gives; rows, so that a new function is one of them. */
export interface FunctionRow {
  readonly name: string
  readonly parameters: readonly ValueType[]
  readonly type: ValueType
}

export const FUNCTIONS = [{ name: 'ispresent' }] as const
export const AGGREGATES = [{ name: 'sum' }] as const
export type FunctionName = (typeof FUNCTIONS)[number]['name']
export type AggregateName = (typeof AGGREGATES)[number]['name']
