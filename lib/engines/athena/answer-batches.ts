import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { InterruptedError, throwIfAborted } from '../../errors'
import type { ResultColumn, Row } from '../../results/result'
import { backOff, isTransient, retrying } from '../retry'
import type { Waiting } from '../wait'
import { csvRows } from './csv-rows'
import type { AthenaClients, Execution } from './execution'
import { resultPages } from './result-pages'

export interface AnswerClients extends AthenaClients {
  /** Without it all rows come page by page. */
  readonly s3?: S3Client | undefined
}

/** How often a file is opened again after its connection broke. */
const OPENINGS = 3

/**
 * The rows of an execution that succeeded. The first call returns up to 999 rows. Further rows come from the CSV file in one
 * stream, which is faster than one page of 1000 after another. Without the file, or without access to it, they come in pages.
 */
export async function answerBatches(
  { id, outputLocation }: Pick<Execution, 'id' | 'outputLocation'>,
  columns: readonly ResultColumn[],
  clients: AnswerClients,
  waiting: Waiting,
): Promise<AsyncGenerator<readonly Row[]>> {
  const pages = resultPages(id, clients, waiting, columns)
  const first = await pages.next()
  const page = first.done ? { rows: [], isLast: true } : first.value

  return (async function* () {
    yield page.rows
    if (page.isLast) return
    const file = await openFile(outputLocation, clients, waiting)
    if (file) yield* fileRows(file, page.rows.length, columns, waiting)
    else for await (const { rows } of pages) yield rows
  })()
}

type Open = () => Promise<AsyncIterable<Uint8Array>>

interface OpenFile {
  readonly body: AsyncIterable<Uint8Array>
  readonly again: Open
}

/** Undefined when the file does not exist or access is denied. */
async function openFile(
  location: string | undefined,
  { s3 }: AnswerClients,
  waiting: Waiting,
): Promise<OpenFile | undefined> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+\.csv)$/.exec(location ?? '') ?? []
  if (!s3 || bucket === undefined || key === undefined) return undefined
  const again = () =>
    retrying(async (options) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options)
      return Body as AsyncIterable<Uint8Array>
    }, waiting)
  try {
    return { body: await again(), again }
  } catch (error) {
    if (error instanceof InterruptedError) throw error
    throwIfAborted(waiting.signal)
    return undefined
  }
}

/** The rows of the file after the first `skip`; after a broken connection the file is opened again and rows are not repeated. */
async function* fileRows(
  { body, again }: OpenFile,
  skip: number,
  columns: readonly ResultColumn[],
  waiting: Waiting,
): AsyncGenerator<readonly Row[]> {
  let returned = skip
  let pieces = body
  for (let openings = 1; ; openings++) {
    let seen = 0
    try {
      for await (const rows of csvRows(pieces, columns)) {
        throwIfAborted(waiting.signal)
        const fresh = rows.slice(Math.max(0, returned - seen))
        seen += rows.length
        if (fresh.length === 0) continue
        returned += fresh.length
        yield fresh
      }
      return
    } catch (error) {
      throwIfAborted(waiting.signal)
      if (openings === OPENINGS || !isBroken(error)) throw error
      await waiting.clock.sleep(backOff(openings, waiting.clock), waiting.signal)
      pieces = await again()
    }
  }
}

function isBroken(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string }
  return isTransient(error) || code === 'ECONNRESET' || message === 'aborted'
}
