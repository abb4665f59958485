/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

export const VARIABLE_PREFIX = 'NATLENS_'

/** Variables that are not settings: the path of the settings file, and secrets, which no file should contain. */
const OTHER_VARIABLES: readonly string[] = [
  'NATLENS_CONFIG',
  'NATLENS_TRINO_PASSWORD',
  'NATLENS_TRINO_TOKEN',
]

/** The names of variables that can be settings; this module loads without the schema, which knows the settings. */
export function possibleSettings(environment: Environment): readonly string[] {
  return Object.keys(environment).filter(
    (name) =>
      name.startsWith(VARIABLE_PREFIX) && environment[name] && !OTHER_VARIABLES.includes(name),
  )
}
