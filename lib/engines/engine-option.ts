/** An option of an engine on the command line, as data. */
export interface EngineOption {
  readonly type: 'string' | 'boolean'
  /** Repeatable. */
  readonly array?: true
  /** Begins in lower case: help puts the engines' titles in front. */
  readonly describe: string
  /** It does not say where the logs are, so `auto` can still choose an engine without it. */
  readonly selectsNoEngine?: true
}

export type EngineOptions = Readonly<Record<string, EngineOption>>

/** The values of options by their names in camel case, as the command line gives them. */
export type OptionValues<O extends EngineOptions> = {
  readonly [K in keyof O & string as CamelCase<K>]?: OptionValue<O[K]> | undefined
}

type OptionValue<O extends EngineOption> = O extends { readonly array: true }
  ? readonly string[]
  : O extends { readonly type: 'boolean' }
    ? boolean
    : string

/** `log-group` as `logGroup`. */
export type CamelCase<K extends string> = K extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : K

/** A description where no title stands in front of it. */
export function capitalized(describe: string): string {
  return describe.charAt(0).toUpperCase() + describe.slice(1)
}
