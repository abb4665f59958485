import { join } from 'node:path'
import type { Format } from '../flow-log/format'
import type { FileQueue } from './file-queue'
import { MAX_LINES, fileName, slotTime, type LogWriter } from './log-writer'
import { ACCOUNT, REGION } from './network'
import { mix } from './random'

/**
 * Text files as flow logs put them in S3: one or more for each five minutes, gzip, a header line.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export function textWriter(
  { folder, format, seed }: { folder: string; format: Format; seed: number },
  files: FileQueue,
): LogWriter {
  const header = format.map(({ token }) => token).join(' ')
  const slots = new Map<number, string[]>()
  const parts = new Map<number, number>()

  const flush = (slot: number, lines: readonly string[]) => {
    slots.delete(slot)
    const part = parts.get(slot) ?? 0
    parts.set(slot, part + 1)
    const { year, month, day, stamp } = slotTime(slot)
    const path = ['AWSLogs', ACCOUNT, 'vpcflowlogs', REGION, year, month, day]
    return files.put(
      join(folder, ...path, fileName(stamp, mix(seed, slot, part), 'log.gz', seed)),
      `${header}\n${lines.join('\n')}\n`,
    )
  }

  return {
    write({ slot, line }) {
      const lines = slots.get(slot)
      if (!lines) {
        slots.set(slot, [line])
        return undefined
      }
      lines.push(line)
      return lines.length >= MAX_LINES ? flush(slot, lines) : undefined
    },
    async endSlot(slot) {
      const lines = slots.get(slot)
      if (lines) await flush(slot, lines)
      parts.delete(slot)
    },
    async finish() {
      for (const [slot, lines] of slots) await flush(slot, lines)
    },
    release: () => undefined,
  }
}
