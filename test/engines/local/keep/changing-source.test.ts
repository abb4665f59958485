import { appendFileSync, readdirSync, renameSync } from 'node:fs'
import { inspectFile } from '../../../../lib/engines/local/inspect/inspect-file'
import { verifiedFiles } from '../../../../lib/engines/local/inspect/verified-files'
import type { TextFile } from '../../../../lib/engines/local/file-state'
import { keyFiles } from '../../../../lib/engines/local/keep/keyed-file'
import { makeCopyFolder, newRun } from '../../../../lib/engines/local/keep/copy-folder'
import { writeParts } from '../../../../lib/engines/local/keep/write-parts'
import { textReader, type TextReader } from '../../../../lib/engines/local/read/text-reader'
import { originOf } from '../../../../lib/engines/local/find/origin'
import { log, record, workbench, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

/** Copies a file while `change` happens after its first or last byte. */
async function copyWhile(path: string, change: { before?: () => void; after?: () => void }) {
  const folder = bench.path('kept')
  makeCopyFolder(folder)
  const found = { kind: 'found', path, shown: path, isNamed: true, origin: originOf(path, path) } as const // prettier-ignore
  const file = (await inspectFile(found, undefined, verifiedFiles(undefined))) as TextFile
  const reader = textReader(bench.folder, undefined)
  const copy: TextReader['copy'] = async (files, options) => {
    change.before?.()
    const copied = await reader.copy(files, options)
    change.after?.()
    return copied
  }
  const options = { folder, run: newRun(), signal: undefined, onProgress: () => undefined }
  const written = await writeParts(keyFiles([file]), { copy }, options)
  await reader.close()
  return { written, parts: readdirSync(folder) }
}

test('a source that nothing changes is copied', async () => {
  const { written, parts } = await copyWhile(bench.write('a.log', log(record(1))), {})
  expect(written).toHaveLength(1)
  expect(parts).toHaveLength(1)
})

test.each(['before', 'after'] as const)('a source that grows is not kept: %s', async (when) => {
  const path = bench.write('a.log', log(record(1)))
  const change = { [when]: () => appendFileSync(path, `${record(2)}\n`) }
  expect(await copyWhile(path, change)).toEqual({ written: [], parts: [] })
})

test('another file in its place is not read as the source', async () => {
  const path = bench.write('a.log', log(record(1)))
  const other = bench.write('b.log', log(record(5)))
  // The file gets another name, which changes its time of state.
  const change = { before: () => [renameSync(path, `${path}.old`), renameSync(other, path)] }
  expect(await copyWhile(path, { before: () => void change.before() })).toEqual({ written: [], parts: [] }) // prettier-ignore
})
