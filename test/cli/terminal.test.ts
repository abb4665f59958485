import { PassThrough, Writable } from 'node:stream'
import type * as TerminalModule from '../../cli/terminal'
import { ClosedOutput, createTerminal } from '../../cli/terminal'

type Process = Parameters<typeof createTerminal>[0]

it('fits a terminal and colours it', () => {
  const { layout, isStderrTerminal } = terminal({ columns: 120 })

  expect({ layout, isStderrTerminal }).toEqual({
    layout: { width: 120, color: true },
    isStderrTerminal: true,
  })
})

it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('prints no colours with %j', (env) => {
  expect(terminal({ columns: 80, env }).layout).toEqual({ width: 80, color: false })
})

it('neither fits nor colours what goes into a file', () => {
  expect(terminal({}).layout).toEqual({})
})

it('takes the line of progress away before anything is said', async () => {
  const written: string[] = []
  const world = terminal({ columns: 80, stderr: new PassThrough().on('data', collect(written)) })

  world.progress('half\u001b[2J')
  world.say('warning: a line is broken')
  world.say('note: two')
  await new Promise(setImmediate)

  expect(written.join('')).toBe(
    '\r\u001b[Khalf\\x1b[2J\r\u001b[Kwarning: a line is broken\nnote: two\n',
  )
})

it('waits for a slow reader', async () => {
  const events: string[] = []
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      setImmediate(() => {
        events.push(`read ${chunk.toString()}`)
        done()
      })
    },
  })

  await terminal({ stdout }).print('a')
  events.push('printed')

  expect(events).toEqual(['read a', 'printed'])
})

it('tells a closed pipe from a full disk', async () => {
  await expect(terminal({ stdout: failing('EPIPE') }).print('a')).rejects.toBeInstanceOf(
    ClosedOutput,
  )
  await expect(terminal({ stdout: failing('ENOSPC') }).print('a')).rejects.toThrow(
    'Cannot write to standard output: write ENOSPC',
  )
})

it('reads all of stdin', async () => {
  const stdin = new PassThrough()
  stdin.end('fields @message')

  expect(await terminal({ stdin }).readInput()).toBe('fields @message')
})

describe('a question', () => {
  it('is answered by one line', async () => {
    const written: string[] = []
    const stdin = new PassThrough()
    const stderr = new PassThrough().on('data', collect(written))
    const answer = terminal({ stdin, stderr }).ask('Fetch? ')
    stdin.write('yes\nmore\n')

    expect(await answer).toBe('yes')
    expect(written).toEqual(['Fetch? '])
  })

  it('is answered by nothing when stdin ends', async () => {
    const stdin = new PassThrough()
    stdin.end()

    expect(await terminal({ stdin }).ask('Fetch? ')).toBe('')
  })

  it('ends at Ctrl-C', async () => {
    const asking = terminal({}).ask('Fetch? ')
    await new Promise(setImmediate)
    process.emit('SIGINT', 'SIGINT')

    await expect(asking).rejects.toThrow('interrupted')
    for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.removeAllListeners(name)
  })
})

interface Streams {
  readonly columns?: number
  readonly env?: Record<string, string>
  readonly stdin?: PassThrough
  readonly stdout?: Writable
  readonly stderr?: Writable
}

function terminal({ columns, env = {}, stdin, stdout, stderr }: Streams) {
  const isTTY = columns !== undefined
  return createTerminal({
    env,
    platform: 'linux',
    stdin: stdin ?? new PassThrough(),
    stdout: Object.assign(stdout ?? new PassThrough(), { isTTY, columns }),
    stderr: Object.assign(stderr ?? new PassThrough(), { isTTY }),
  } as unknown as Process)
}

function failing(code: string): Writable {
  const error = Object.assign(new Error(`write ${code}`), { code })
  return new Writable({ write: (_chunk, _encoding, done) => done(error) }).on(
    'error',
    () => undefined,
  )
}

function collect(into: string[]) {
  return (chunk: Buffer) => into.push(chunk.toString())
}

describe('a signal', () => {
  afterEach(() => {
    for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.removeAllListeners(name)
  })

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops the work, and the exit status %i tells which it was', (name, code) => {
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof TerminalModule>('../../cli/terminal')
      const { signal } = fresh.processTerminal
      expect(signal.aborted).toBe(false)
      process.emit(name, name)
      expect(signal.aborted).toBe(true)
      expect(fresh.interruptionExitCode()).toBe(code)
    })
  })

  test.each([
    ['SIGHUP', 'SIGHUP', []],
    ['SIGINT', 'SIGHUP', []],
    ['SIGINT', 'SIGINT', [130]],
    ['SIGHUP', 'SIGTERM', [129]],
  ] as const)('%s and then %s ends the program at once with %j', (first, second, codes) => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never)
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof TerminalModule>('../../cli/terminal')
      expect(fresh.processTerminal.signal.aborted).toBe(false)
      process.emit(first, first)
      process.emit(second, second)
    })
    expect(exit.mock.calls).toEqual(codes.map((code) => [code]))
    exit.mockRestore()
  })
})
