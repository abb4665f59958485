import { athenaModule } from './athena/module'
import { cloudwatchModule } from './cloudwatch/module'
import type { EngineModule } from './engine-module'
import type { OptionValues } from './engine-option'
import { localModule } from './local/module'
import { trinoModule } from './trino/module'

/** All engines, in the order of help and estimates; what depends on the engine is derived from this list. */
const MODULES = [localModule, cloudwatchModule, athenaModule, trinoModule] as const

export const ENGINES: readonly EngineModule[] = MODULES

type Modules = (typeof MODULES)[number]

export type EngineName = Modules['name']

/** The values of all engines' options. */
export type EngineOptionValues = Merged<
  Modules extends infer M extends Modules
    ? M extends M
      ? OptionValues<M['options']>
      : never
    : never
>

type Merged<Union> = (Union extends Union ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never
