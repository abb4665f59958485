import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FoundFile } from '../file-state'
import { originOf } from './origin'

/** The path that means stdin. */
export const STDIN = '-'

/** Writes stdin to a file: archives and Parquet are read from their ends, too. */
export async function stdinFile(stdin: NodeJS.ReadableStream, folder: string): Promise<FoundFile> {
  const path = join(folder, 'stdin')
  await pipeline(stdin, createWriteStream(path))
  return {
    kind: 'found',
    path,
    shown: 'stdin',
    isNamed: true,
    origin: originOf('', ''),
    expansion: 1,
  }
}
