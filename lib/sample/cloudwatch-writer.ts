import { join } from 'node:path'
import type { FileQueue } from './file-queue'
import { hashDigits, type LogWriter } from './log-writer'
import { mix } from './random'

/** Characters that all log streams together hold in memory. */
const MAX_CHARACTERS = 32_000_000

interface Stream {
  readonly name: string
  lines: string[]
  characters: number
  files: number
}

/**
 * The files of an export of a log group to S3: a folder for each log stream, no header, a time before each record.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
export function cloudwatchWriter(
  { folder, seed }: { folder: string; seed: number },
  files: FileQueue,
): LogWriter {
  const prefix = join(folder, 'exportedlogs')
  const task = taskId(seed)
  const streams = new Map<string, Stream>()
  let characters = 0

  const flush = (stream: Stream) => {
    const name = `${stream.files++}`.padStart(6, '0')
    const text = `${stream.lines.join('\n')}\n`
    characters -= stream.characters
    stream.lines = []
    stream.characters = 0
    return files.put(join(prefix, task, stream.name, `${name}.gz`), text)
  }
  const flushLongest = () =>
    flush([...streams.values()].reduce((a, b) => (b.characters > a.characters ? b : a)))

  return {
    write({ stream: name, start, line }) {
      let stream = streams.get(name)
      if (!stream) streams.set(name, (stream = { name, lines: [], characters: 0, files: 0 }))
      // A flow log's event carries the time at which the record starts.
      const text = `${new Date(start * 1000).toISOString()} ${line}`
      stream.lines.push(text)
      stream.characters += text.length
      characters += text.length
      return characters > MAX_CHARACTERS ? flushLongest() : undefined
    },
    endSlot: () => Promise.resolve(),
    async finish() {
      for (const stream of streams.values()) if (stream.lines.length > 0) await flush(stream)
      await files.put(join(prefix, 'aws-logs-write-test'), 'Permission Check Successful')
    },
    release: () => undefined,
  }
}

function taskId(seed: number): string {
  const digits = [1, 2, 3, 4].map((part) => hashDigits(mix(seed, part))).join('')
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
