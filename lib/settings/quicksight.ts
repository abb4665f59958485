import type { Problem } from './problems'
import type { WrittenSettings } from './schema'
import type { QuicksightSettings } from './settings'

/** Undefined without a principal; then no other key of it counts. */
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
      help: `\`quicksight.principalArn\` is of '${home}' and account ${account}`,
    })
  }
  if (!lake.enabled) {
    problems.push({
      path: ['quicksight', 'principalArn'],
      finding: 'asks for QuickSight, but `lake.enabled` is false',
      help: 'the dashboard shows what is in the lake: enable it, or leave the principal out',
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
