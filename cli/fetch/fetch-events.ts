import { countText } from '../../lib/count-text'
import { explainAwsError } from '../../lib/engines/aws/aws-errors'
import { withCallNames } from '../../lib/engines/aws/call-names'
import type { EventSlice } from '../../lib/engines/cloudwatch/fetch-events'
import type { ConnectLogs } from '../../lib/engines/engine-world'
import { required } from '../../lib/engines/option-values'
import { dateText } from '../../lib/time'
import { humanBytes } from '../../lib/human-bytes'
import { progressBar } from '../progress'
import type { Terminal } from '../terminal'
import {
  countOutcomes,
  rowsOf,
  type FetchReport,
  type FetchStep,
  type FetchWork,
} from './fetch-report'

interface EventArguments {
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly logGroup?: string[] | undefined
}

const OUTCOMES = ['fetched', 'present', 'empty'] as const

/**
 * Calls of FilterLogEvents: one less than AWS allows in most regions, as other users read the log group as well.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const CALLS_PER_SECOND = 4

/** Slices that are fetched at the same time: enough to reach the rate of calls. */
const CONCURRENCY = 3

/** Fetches the events of the range from log groups, in slices of ten minutes. */
export async function fetchEvents(
  args: EventArguments,
  work: FetchWork,
  terminal: Terminal,
  connect: ConnectLogs,
): Promise<FetchReport> {
  const { settings, waiting, range, latenessSeconds } = work
  const [
    events,
    { groupIdentifiers, identifiedGroups },
    { pacedCalls },
    { inParallel },
    { removeOldParts },
  ] = await Promise.all([
    import('../../lib/engines/cloudwatch/fetch-events'),
    import('../../lib/engines/cloudwatch/log-groups'),
    import('../../lib/engines/cloudwatch/calls'),
    import('../../lib/parallel'),
    import('../../lib/atomic-file'),
  ])
  const inSettings = settings?.cloudwatch.logGroups.map(({ name }) => name)
  const named = groupIdentifiers(required('--log-group', args.logGroup ?? inSettings))
  let slices: readonly EventSlice[] = []
  const steps: FetchStep[] = []
  const bar = progressBar('fetch', terminal)
  try {
    const clients = withCallNames(await connect(args.region ?? settings?.region, args.profile))
    const context = { clients, waiting, calls: pacedCalls(CALLS_PER_SECOND) }
    const groups = await identifiedGroups(named, context)
    slices = groups.flatMap((group) => events.slicesOf(group, range))
    if (work.dryRun) return await reportDryRun(groups.map(({ arn }) => arn))
    await removeOldParts(slices.map((slice) => events.fileOf(slice, work.folder)))
    const begun = new Map<EventSlice, number>()
    const draw = () => {
      const shares = [...begun.values()].reduce((sum, share) => sum + share, 0)
      bar.update((steps.length + shares) / slices.length)
    }
    await inParallel(slices, CONCURRENCY, async (slice) => {
      const onShare = (share: number) => {
        begun.set(slice, share)
        draw()
      }
      const done = await events.fetchSlice(slice, work.folder, latenessSeconds, context, onShare)
      begun.delete(slice)
      steps.push(stepOf(slice, done.outcome, done.events))
      draw()
    })

    async function reportDryRun(arns: readonly string[]): Promise<FetchReport> {
      for (const slice of slices) {
        const isFetched = await events.isFetched(slice, work.folder, latenessSeconds)
        steps.push(stepOf(slice, isFetched ? 'present' : 'fetched', null))
      }
      const { estimateGroups } = await import('../../lib/engines/cloudwatch/estimate-groups')
      const { bytes } = await estimateGroups(arns, range, clients, waiting)
      const size = bytes === undefined ? '' : `, about ${humanBytes(bytes)} of records`
      const message = `dry run: ${countOutcomes(steps, OUTCOMES)} slices of ten minutes${size}`
      return { rows: rowsOf(steps), messages: [message], files: 0, isWhole: true }
    }
  } catch (error) {
    bar.end()
    if (steps.length > 0 && !work.dryRun) terminal.say(`stopped after: ${countOutcomes(steps, OUTCOMES)}; run it again to resume`) // prettier-ignore
    throw explainAwsError(error)
  } finally {
    bar.end()
  }
  return { rows: rowsOf(steps), messages: summary(), files: countFiles(steps), isWhole: true }

  function summary(): readonly string[] {
    const records = steps.reduce((sum, step) => sum + (step.records ?? 0), 0)
    const incomplete = slices.filter(({ to }) => to.getTime() + latenessSeconds * 1000 > waiting.clock.now()).length // prettier-ignore
    return [
      `${countOutcomes(steps, OUTCOMES)} slices of ten minutes: ${countText(records)} records`,
      ...(incomplete === 0
        ? []
        : [`note: records of ${incomplete === 1 ? 'a slice' : `${incomplete} slices`} may still be delivered: run it again to fetch them`]), // prettier-ignore
    ]
  }
}

function countFiles(steps: readonly FetchStep[]): number {
  return steps.filter(({ outcome }) => outcome !== 'empty').length
}

function stepOf(
  { logGroup, from }: EventSlice,
  outcome: string,
  records: number | null,
): FetchStep {
  const known = outcome === 'present' ? null : records
  return { outcome, from: logGroup, date: dateText(from), records: known, bytes: null }
}
