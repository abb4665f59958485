import { sep } from 'node:path'
import { countText } from '../../lib/count-text'
import { humanBytes } from '../../lib/human-bytes'
import { UserError } from '../../lib/errors'
import type { FetchedFolder } from '../../lib/engines/local/keep/fetched-objects'
import type { ResultColumn, Row } from '../../lib/results/result'
import { cacheFolder } from '../cache-folder'
import type { Command, ExitCode, ArgumentsOf } from '../command'
import { listOutputOption, printRows } from '../print-rows'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  action: {
    type: 'string',
    choices: ['list', 'clear'],
    demandOption: true,
    describe: 'List the kept copies of text files and the fetched objects of S3, or delete them',
  },
} as const

const options = { ...listOutputOption } as const

type CacheArguments = ArgumentsOf<typeof options & typeof positionals>

const COLUMNS: readonly ResultColumn[] = [
  { name: 'source', type: 'text' },
  { name: 'sourceSize', type: 'integer', unit: 'bytes' },
  { name: 'copySize', type: 'integer', unit: 'bytes' },
  { name: 'lastUsed', type: 'time' },
]

/** Lists or deletes the copies that natlens keeps of text files and of objects in S3. */
export async function cache(
  { action, output }: CacheArguments,
  terminal: Terminal = processTerminal,
): Promise<ExitCode> {
  const folder = cacheFolder(terminal)
  if (folder === undefined) throw new UserError('the cache has no folder: you have no home folder')
  switch (action) {
    case 'list':
      await list(folder, output, terminal)
      return 0
    case 'clear':
      await clear(folder, terminal)
      return 0
  }
}

async function list(
  folder: string,
  output: CacheArguments['output'],
  terminal: Terminal,
): Promise<void> {
  const { listCopies } = await import('../../lib/engines/local/keep/cache-contents')
  const copies = listCopies(folder)
  const rows = copies.map(({ source, sourceBytes, copyBytes, lastUsed }) => [
    source ?? null,
    sourceBytes ?? null,
    copyBytes,
    lastUsed,
  ])
  const { fetchedFolders } = await import('../../lib/engines/local/keep/fetched-objects')
  const fetched = fetchedFolders(folder)
  await printRows(COLUMNS, [...rows, ...bucketRows(fetched)], output, terminal)
  const bytes = copies.reduce((sum, { copyBytes }) => sum + copyBytes, 0)
  terminal.say(`${countText(copies.length, 'copy', 'copies')}, ${humanBytes(bytes)}, in ${folder}`)
  const objects = fetched.reduce((sum, each) => sum + each.objects, 0)
  const objectBytes = fetched.reduce((sum, each) => sum + each.bytes, 0)
  if (objects > 0) terminal.say(`${countText(objects, 'object')} of S3, ${humanBytes(objectBytes)}`)
}

/** One row for the fetched objects of each bucket. */
function bucketRows(fetched: readonly FetchedFolder[]): readonly Row[] {
  const buckets = new Map<string, { readonly bytes: number; readonly lastUsed: Date }>()
  for (const { below, bytes, lastUsed } of fetched) {
    const [bucket = ''] = below.split(sep)
    const before = buckets.get(bucket) ?? { bytes: 0, lastUsed }
    const last = before.lastUsed > lastUsed ? before.lastUsed : lastUsed
    buckets.set(bucket, { bytes: before.bytes + bytes, lastUsed: last })
  }
  return [...buckets].map(([bucket, { bytes, lastUsed }]) => [
    `s3://${bucket}`,
    bytes,
    bytes,
    lastUsed,
  ])
}

async function clear(folder: string, terminal: Terminal): Promise<void> {
  const [{ clearCopies }, { clearObjects }] = await Promise.all([
    import('../../lib/engines/local/keep/cache-contents'),
    import('../fetch/object-cache'),
  ])
  const fetched = clearObjects(folder)
  if (fetched.objects > 0) {
    terminal.say(
      `deleted ${countText(fetched.objects, 'object')} of S3, ${humanBytes(fetched.bytes)}`,
    )
  }
  const { copies, bytes, inUse } = await clearCopies(folder, terminal.now())
  terminal.say(
    `deleted ${countText(copies, 'copy', 'copies')}, ${humanBytes(bytes)}, from ${folder}`,
  )
  if (inUse > 0) {
    terminal.say(
      `note: ${countText(inUse, 'copy is', 'copies are')} in use by another run; not deleted`,
    )
  }
}

export const cacheCommand = {
  usage: 'cache <action>',
  describe: 'List or delete what natlens keeps of text files and of objects in S3',
  positionals,
  options,
  examples: [
    ['cache list', 'The kept copies and objects, their sources and sizes'],
    ['cache clear', 'Delete the kept copies and objects'],
  ],
  run: cache,
} as const satisfies Command
