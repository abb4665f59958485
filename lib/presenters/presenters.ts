import { csv } from './csv'
import { json } from './json'
import { markdown } from './markdown'
import { ndjson } from './ndjson'
import type { Presenter } from './presenter'
import { table } from './table'

/** Every presenter by its name in `--output`. */
export const PRESENTERS = { table, csv, json, ndjson, markdown } as const satisfies Record<
  string,
  Presenter
>

export type OutputName = keyof typeof PRESENTERS

export const OUTPUT_NAMES = Object.keys(PRESENTERS) as readonly OutputName[]
