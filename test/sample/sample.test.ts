import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InterruptedError, UsageError, UserError } from '../../lib/errors'
import { writeSample } from '../../lib/sample/sample'
import { sampleFolder } from './sample-folder'
import { filesBelow, recordsBelow, truthOf } from './written-records'

const folder = sampleFolder()
const small = { conversations: 20, hours: 2 } as const

function contents(out: string) {
  return filesBelow(out).map((path) => [path, readFileSync(join(out, path)).toString('base64')])
}

describe('writeSample', () => {
  it('writes the same bytes for the same options and other traffic for another seed', async () => {
    const [first, second, other] = ['first', 'second', 'other'].map((name) => join(folder, name))

    await writeSample({ ...small, out: first! })
    await writeSample({ ...small, out: second! })
    await writeSample({ ...small, out: other!, seed: 2 })

    expect(contents(second!)).toEqual(contents(first!))
    expect(truthOf(other!).total).not.toEqual(truthOf(first!).total)
  })

  it('counts what it wrote', async () => {
    const out = join(folder, 'counted')

    const summary = await writeSample({ ...small, out })

    const logs = filesBelow(out).filter((path) => path !== 'truth.json')
    expect(summary).toEqual({
      files: logs.length,
      records: recordsBelow(out).length,
      bytes: logs.reduce((sum, path) => sum + readFileSync(join(out, path)).length, 0),
      truthPath: join(out, 'truth.json'),
    })
    expect(readFileSync(summary.truthPath, 'utf8').endsWith('}\n')).toBe(true)
  })

  it('reports a growing share, 1 at the end', async () => {
    const shares: number[] = []

    await writeSample(
      { ...small, out: join(folder, 'shares') },
      { onProgress: (share) => shares.push(share) },
    )

    expect(shares.length).toBeGreaterThan(20)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('spans days, with every kind of traffic even in the smallest', async () => {
    const out = join(folder, 'days')

    await writeSample({ out, conversations: 1, hours: 48, date: '2024-02-28' })

    const { conversations, spike } = truthOf(out)
    expect(conversations.length).toBeGreaterThan(0)
    expect(spike.start.slice(0, 10)).toBe('2024-02-29')
    expect(new Set(recordsBelow(out).map((record) => record.action))).toEqual(
      new Set(['ACCEPT', 'REJECT', '-']),
    )
  })

  it('fills a folder that is there and empty', async () => {
    const out = join(folder, 'empty')
    mkdirSync(out)

    await writeSample({ ...small, out })

    expect(readdirSync(out).sort()).toEqual(['AWSLogs', 'truth.json'])
  })

  it('refuses a folder that holds something, and leaves it as it is', async () => {
    const out = join(folder, 'used')
    mkdirSync(out)
    writeFileSync(join(out, 'note.txt'), 'mine')

    const error = await writeSample({ ...small, out }).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({
      message: `the folder \`${out}\` is not empty`,
      help: 'a sample needs a folder that is new or empty',
      exitCode: 1,
    })
    expect(readdirSync(out)).toEqual(['note.txt'])
  })

  it('refuses a file in place of a folder', async () => {
    const out = join(folder, 'file')
    writeFileSync(out, '')

    await expect(writeSample({ ...small, out })).rejects.toMatchObject({
      message: `\`${out}\` is a file`,
      help: 'a sample needs a folder of its own',
    })
    await expect(writeSample({ ...small, out: join(out, 'a', 'b') })).rejects.toMatchObject({
      message: `\`${out}\` is a file`,
    })
  })

  it.each(['text', 'parquet', 'cloudwatch'] as const)(
    'leaves nothing behind when it is stopped (%s)',
    async (as) => {
      const parent = join(folder, `stopped-${as}`)
      mkdirSync(parent)
      const stop = new AbortController()
      const seen: string[][] = []

      const written = writeSample(
        { ...small, hours: 24, out: join(parent, 'sample'), as },
        {
          signal: stop.signal,
          onProgress: (share) => {
            if (share < 0.5) return
            seen.push(readdirSync(parent))
            stop.abort()
          },
        },
      )

      await expect(written).rejects.toThrow(new InterruptedError('the sample was not finished'))
      // Until it is whole, the sample is built under another name.
      expect(seen).toEqual([[expect.stringMatching(/^\.sample-\w+$/)]])
      expect(readdirSync(parent)).toEqual([])
    },
  )

  it.each([
    [{ hours: 0 }, '--hours `0` is not a whole number from 1 to 8784'],
    [{ hours: 1.5 }, '--hours `1.5` is not a whole number from 1 to 8784'],
    [{ conversations: 0 }, '--conversations `0` is not a whole number from 1 to 100000000'],
    [{ seed: -1 }, '--seed `-1` is not a whole number from 0 to 4294967295'],
    [{ date: '2026-02-30' }, '--date `2026-02-30` is not a date such as 2026-03-14'],
    [{ date: 'tomorrow' }, '--date `tomorrow` is not a date such as 2026-03-14'],
  ])('refuses %j', async (wrong, message) => {
    const written = writeSample({ out: join(folder, 'wrong'), ...wrong })

    await expect(written).rejects.toThrow(new UsageError(message))
  })
})
