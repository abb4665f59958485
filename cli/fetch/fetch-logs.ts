import { countText } from '../../lib/count-text'
import type { ConnectLake } from '../../lib/engines/engine-world'
import { required } from '../../lib/engines/option-values'
import type { LogObject } from '../../lib/lake/range-objects'
import { dateText } from '../../lib/time'
import { humanBytes } from '../../lib/human-bytes'
import { humanDollars } from '../../lib/presenters/human'
import { withLake } from '../lake'
import { progressBar } from '../progress'
import type { Terminal } from '../terminal'
import {
  countOutcomes,
  rowsOf,
  type FetchReport,
  type FetchStep,
  type FetchWork,
} from './fetch-report'
import { USD_PER_GET } from './s3-price'

interface LakeArguments {
  readonly config?: string | undefined
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly account?: string[] | undefined
  readonly bucket?: string | undefined
  readonly prefix?: string | undefined
}

const OUTCOMES = ['fetched', 'present', 'gone', 'archived', 'damaged'] as const

/** Fetches the objects of the range's hours from the lake's bucket. */
export async function fetchLogs(
  args: LakeArguments,
  { range, folder, latenessSeconds, dryRun, settings, waiting }: FetchWork,
  terminal: Terminal,
  connect: ConnectLake,
): Promise<FetchReport> {
  const [{ logFolder, rangeObjects }, { fetchObjects, logTarget }, { isPresent }] =
    await Promise.all([
      import('../../lib/lake/range-objects'),
      import('../../lib/lake/fetch-objects'),
      import('../../lib/lake/fetch-object'),
    ])
  const target = logTarget(folder)
  const bucket = args.bucket ?? required('--bucket', settings?.lake.bucketName)
  // The prefix of the settings is that of their bucket.
  const prefix = args.prefix ?? (args.bucket === undefined ? settings?.lake.prefix : '') ?? ''
  const logs = logFolder(prefix.replace(/^\/+|\/+$/g, ''))
  const steps: FetchStep[] = []
  const bar = progressBar('fetch', terminal)

  await withLake(args, terminal, connect, async ({ clients: { s3 } }) => {
    const logBucket = { bucket, folder: logs, s3 }
    const filter = { accountIds: args.account, latenessSeconds }
    const objects = await rangeObjects(logBucket, range, filter, waiting)
    if (dryRun) {
      for (const object of objects) {
        steps.push(stepOf(object, (await isPresent(object, target)) ? 'present' : 'fetched'))
      }
      return
    }
    const total = objects.reduce((bytes, { size }) => bytes + size, 1)
    let bytes = 0
    const onDone = (object: LogObject, outcome: string) => {
      steps.push(stepOf(object, outcome))
      bytes += object.size
      bar.update(bytes / total)
    }
    await fetchObjects(logBucket, objects, target, onDone, waiting)
  })
    .catch((error: unknown) => {
      bar.end()
      if (steps.length > 0) terminal.say(`stopped after: ${countOutcomes(steps, OUTCOMES)}; run it again to resume`) // prettier-ignore
      throw error
    })
    .finally(() => bar.end())

  const isSkipped = (outcome: string) => outcome === 'archived' || outcome === 'damaged'
  return {
    rows: rowsOf(steps),
    messages: [
      ...summary(steps, dryRun),
      ...(steps.length === 0 ? [emptyRangeNote(bucket, logs)] : []),
    ],
    files: steps.filter(({ outcome }) => outcome === 'fetched' || outcome === 'present').length,
    isWhole: !steps.some(({ outcome }) => isSkipped(outcome)),
  }
}

function stepOf({ accountId, region, size, hour }: LogObject, outcome: string): FetchStep {
  return {
    outcome,
    from: `${accountId} ${region}`,
    date: dateText(hour),
    records: null,
    bytes: size,
  }
}

function summary(steps: readonly FetchStep[], dryRun: boolean): readonly string[] {
  const fetched = steps.filter(({ outcome }) => outcome === 'fetched')
  const bytes = humanBytes(fetched.reduce((sum, step) => sum + step.bytes!, 0))
  const counts = `${countOutcomes(steps, OUTCOMES)}: ${bytes}`
  const warnings = [
    ['gone', 'have expired since they were listed'],
    ['archived', 'are in a storage class that requires a restore first'],
    ['damaged', 'arrived damaged three times: run it again'],
  ].flatMap(([outcome, problem]) => {
    const count = steps.filter((step) => step.outcome === outcome).length
    return count === 0 ? [] : [`warning: ${count} ${count === 1 ? 'file' : 'files'}: ${problem}`]
  })
  if (!dryRun) return [counts, ...warnings]
  const requests = countText(fetched.length)
  const usd = humanDollars(fetched.length * USD_PER_GET)
  return [
    `dry run: ${counts}`,
    `dry run: ${requests} GET requests of S3 (about ${usd}); what leaves AWS is billed as data transfer`,
  ]
}

function emptyRangeNote(bucket: string, folder: string): string {
  return `note: bucket \`${bucket}\` has no file for the range below \`${folder}\`; use --prefix if AWSLogs/ is in another folder`
}
