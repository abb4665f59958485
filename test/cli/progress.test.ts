import { progressBar } from '../../cli/progress'
import { fakeTerminal } from './fake-terminal'

const START = Date.parse('2026-03-14T12:00:00Z')

it('draws a bar after a second, once for each step, and takes it away', () => {
  let seconds = 0
  const terminal = fakeTerminal({
    isStderrTerminal: true,
    now: () => new Date(START + seconds * 1000),
  })

  const bar = progressBar('sample', terminal)
  bar.update(0.1)
  seconds = 2
  bar.update(0.5)
  bar.update(0.5001)
  bar.update(7)
  bar.end()

  expect(terminal.progressLines).toEqual([
    `sample [${'#'.repeat(15)}${'.'.repeat(15)}]  50 %`,
    `sample [${'#'.repeat(30)}] 100 %`,
    undefined,
  ])
})

it('draws nothing where stderr is no terminal', () => {
  let seconds = 0
  const terminal = fakeTerminal({ now: () => new Date(START + seconds * 1000) })

  const bar = progressBar('sample', terminal)
  seconds = 5
  bar.update(0.5)

  expect(terminal.progressLines).toEqual([])
})

it('writes the state of a remote query instead of a bar, with its share where that is told', () => {
  let seconds = 0
  const terminal = fakeTerminal({
    isStderrTerminal: true,
    now: () => new Date(START + seconds * 1000),
  })

  const bar = progressBar('nat/talkers', terminal)
  bar.state({ state: 'Scheduled' })
  seconds = 2
  bar.state({ state: 'Running', recordsScanned: 1234, bytesScanned: 1_200_000, usd: 0.0123 })
  seconds = 75
  bar.state({ state: 'RUNNING', bytesScanned: 0 })
  bar.update(0.456)
  bar.end()

  expect(terminal.progressLines).toEqual([
    'nat/talkers: Running, 1,234 records, 1.20 MB, 2 s, $0.01',
    'nat/talkers: RUNNING, 0 B, 75 s',
    'nat/talkers: RUNNING 45 %, 0 B, 75 s',
    undefined,
  ])
})
