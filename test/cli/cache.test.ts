import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from '../../cli/commands/cache'
import { keepBench, type KeepBench } from '../engines/local/keep/keep-bench'
import { log, record } from '../engines/local/workbench'
import { fakeTerminal } from './fake-terminal'

let bench: KeepBench
beforeEach(() => (bench = keepBench()))
afterEach(() => bench.remove())

function copySize(cacheFolder: string): number {
  const folder = join(cacheFolder, 'kept')
  const name = readdirSync(folder).find((each) => each.endsWith('.parquet'))!
  return statSync(join(folder, name)).size
}

test('list prints source, sizes and last use; clear deletes the copies', async () => {
  const path = bench.write('a.log', log(record(1)))
  const cacheFolder = bench.path('natlens')
  for (let count = 0; count < 2; count++) await bench.ask(path, { cacheFolder })
  const environment = { XDG_CACHE_HOME: bench.folder }

  const listing = fakeTerminal({ environment })
  expect(await cache({ action: 'list', output: 'json' }, listing)).toBe(0)
  const [copy] = JSON.parse(listing.stdout()) as Readonly<Record<string, unknown>>[]
  expect(copy).toMatchObject({ source: path, sourceSize: log(record(1)).length })
  expect(copy!.copySize).toBe(copySize(cacheFolder)) // prettier-ignore
  expect(Date.parse(copy!.lastUsed as string)).toBeLessThanOrEqual(Date.now())

  const clearing = fakeTerminal({ environment })
  expect(await cache({ action: 'clear', output: 'table' }, clearing)).toBe(0)
  expect(clearing.stderr()).toMatch(/^deleted 1 copy, [0-9.]+ kB, from .*natlens\n$/)

  const empty = fakeTerminal({ environment })
  await cache({ action: 'list', output: 'json' }, empty)
  expect(JSON.parse(empty.stdout())).toEqual([])
})
