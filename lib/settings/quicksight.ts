import type { Problem } from './problems'
import type { WrittenSettings } from './schema'
import type { QuicksightSettings } from './settings'

/** Undefined without a principal; then every other key is ignored. */
export function resolveQuicksight(
  { name, lake, quicksight }: WrittenSettings,
  problems: Problem[],
): QuicksightSettings | undefined {
  const { principalArn, identityRegion, roleName, importMode, refresh } = quicksight
  if (principalArn === undefined) return undefined

  const [, , , home = '', account] = principalArn.split(':')
  if (identityRegion !== undefined && identityRegion !== home) {
    problems.push({
      path: ['quicksight', 'identityRegion'],
      finding: `is '${identityRegion}'`,
      help: `\`quicksight.principalArn\` has the region '${home}' and account ${account}`,
    })
  }
  if (!lake.enabled) {
    problems.push({
      path: ['quicksight', 'principalArn'],
      finding: 'requires the lake, but `lake.enabled` is false',
      help: 'enable the lake or remove the principal',
    })
  }
  return {
    principalArn,
    identityRegion: home,
    roleName,
    importMode,
    refresh,
    dataSourceId: quicksight.dataSourceId ?? name,
    dataSetId: quicksight.dataSetId ?? `${name}-nat-legs`,
    analysisId: quicksight.analysisId ?? `${name}-analysis`,
    dashboardId: quicksight.dashboardId ?? `${name}-dashboard`,
  }
}
