import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keysAt } from '../../lib/settings/environment'

const TEXT = readFileSync(join(__dirname, '../../docs/original.md'), 'utf8')

describe('the way from the original write-ups', () => {
  it('leads to settings that there are', () => {
    const rows = TEXT.split('\n').filter(
      (line) => line.startsWith('| ') && !/^\| (original|-)/.test(line),
    )
    const keys = rows.flatMap((row) =>
      [...row.split('|')[2]!.matchAll(/`([^`]+)`/g)].map(([, key]) => key!),
    )
    const missing = keys.filter((key) => {
      const path = key.split('.')
      return !keysAt(path.slice(0, -1)).includes(path.at(-1)!)
    })

    expect(keys.length).toBeGreaterThan(30)
    expect(missing).toEqual([])
  })
})
