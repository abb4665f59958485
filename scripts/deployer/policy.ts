import type { Settings } from '../../lib/settings/settings'
import type { Statement } from '../../stacks/policy'
import { JOB_RIGHTS } from './job-rights'
import { LAKE_RIGHTS } from './lake-rights'
import { LOG_RIGHTS } from './log-rights'
import { QUICKSIGHT_RIGHTS } from './quicksight-rights'
import type { Arguments, Right } from './right'

type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>

/** The part of a synthesized stack that determines Terraform's calls: resources by type and address. */
export interface SynthesizedStack {
  readonly resource?: Resources
  readonly data?: Resources
}

export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** Terraform's calls, by type of resource. */
export const RIGHTS: Readonly<Record<string, readonly Right[]>> = {
  ...LOG_RIGHTS,
  ...LAKE_RIGHTS,
  ...JOB_RIGHTS,
  ...QUICKSIGHT_RIGHTS,
}

/**
 * The minimal permissions to deploy, change and destroy the stack, with one statement for each set of resources.
 * @throws {Error} for a type of resource whose calls are not listed.
 */
export function deployerPolicy(settings: Settings, stack: SynthesizedStack): PolicyDocument {
  const grants = [...typesOf(stack.resource), ...typesOf(stack.data)].flatMap(
    ([type, resources]) => {
      const rights = RIGHTS[type]
      if (!rights) throw new Error(`\`${type}\`: the calls to deploy this type are not listed`)
      return rights.map(({ actions, on, condition }) => {
        const arns = new Set(resources.flatMap((resource) => on(settings, resource)))
        return { actions, arns: [...arns].sort(), condition }
      })
    },
  )
  const groups = new Map<string, typeof grants>()
  for (const grant of grants.filter(({ arns }) => arns.length > 0)) {
    const key = JSON.stringify([grant.arns, grant.condition])
    groups.set(key, [...(groups.get(key) ?? []), grant])
  }
  const statements = [...groups.values()].map((group): Statement => {
    const { arns, condition } = group[0]!
    return {
      Effect: 'Allow',
      Action: [...new Set(group.flatMap(({ actions }) => actions))].sort(),
      Resource: arns,
      ...(condition && { Condition: condition }),
    }
  })
  return { Version: '2012-10-17', Statement: statements }
}

function typesOf(
  resourcesByType: Resources = {},
): readonly (readonly [string, readonly Arguments[]])[] {
  return Object.entries(resourcesByType).map(([type, resources]) => [
    type,
    Object.values(resources),
  ])
}
