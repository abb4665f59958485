import type { Settings } from '../../lib/settings/settings'
import type { Conditions } from '../../stacks/policy'

/** Arguments of a resource, as they are in the synthesized stack. */
export type Arguments = Readonly<Record<string, unknown>>

/** Terraform's calls for the resources of a type: to create, read, change, tag and destroy them. */
export interface Right {
  readonly actions: readonly string[]
  /** The ARNs of one resource; `*` only for actions without resources. */
  readonly on: (settings: Settings, resource: Arguments) => readonly string[]
  readonly condition?: Conditions
}

/** For actions without resources. */
export const everywhere = () => ['*']

/** The value of an argument, which must not be a Terraform expression. */
export function nameIn(resource: Arguments, key: string): string {
  const value = resource[key]
  if (typeof value === 'string' && !value.includes('${')) return value
  throw new Error(`\`${key}\` is not a name: ${JSON.stringify(value)}`)
}

/** Names separated by white space, as actions of a service: `s3:GetObject`. */
export function actionsOf(service: string, names: string): readonly string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => `${service}:${name}`)
}
