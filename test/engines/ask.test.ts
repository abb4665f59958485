import {
  ask,
  askAll,
  describeColumns,
  type Asked,
  type DescribedQuestion,
} from '../../lib/engines/ask'
import type { Engine, Question, RunOptions } from '../../lib/engines/engine'
import { NO_PLAN } from '../../lib/engines/engine'
import { resultColumns } from '../../lib/engines/result-columns'
import { readQuery } from '../../lib/catalogue/query'
import type { Result } from '../../lib/results/result'
import { catalogue, exampleText, planOf } from '../example-questions'

describe('the columns of an answer', () => {
  it.each([
    ['fields accountId, region, bytes, srcAddr', ['account', 'region', 'bytes+', '-']],
    ['stats sum(bytes) as b, max(bytes) as m, count(*) as n by bin(1h) as t, resourceId', ['time', 'gateway', 'bytes+', 'bytes', '-+']], // prettier-ignore
    ['stats sum(bytes) / 1000000 as MB, sum(packets) * (2 - 1) as p', ['-+', '-+']],
    ['stats avg(bytes) as mean, count_distinct(region) as regions', ['bytes', '-']],
    ['fields coalesce(accountId, "-") as a, if(bytes > 1, region, "-") as r', ['account', 'region']], // prettier-ignore
    ['fields accountId as a | stats sum(bytes) as b by a | fields b * 2 as c', ['account', 'bytes+', '-+']], // prettier-ignore
    ['stats sum(bytes) - sum(packets) as d, sum(bytes) % 7 as e', ['-+', '-']],
  ])('%s', (text, expected) => {
    expect(roles(text)).toEqual(expected)
  })

  it('have the roles and units that the comments state', () => {
    const text = `# Units: b bytes, d usd
# Roles: private-address = who, gateway = via

stats sum(bytes * 1) as b, max(bytes) / 2 as d by srcAddr as who, interfaceId as via`
    expect(roles(text)).toEqual(['private-address', 'gateway', 'bytes+', 'usd'])
  })

  it('are typed where only CloudWatch knows what the text means', () => {
    const question = { ...readQuery('# Roles: gateway = g\n\npattern x', 'p'), plan: NO_PLAN }
    const columns = [
      { name: 'g', type: 'text' },
      { name: '@timestamp', type: 'time' },
    ] as const

    expect(describeColumns(columns, question)).toMatchObject([
      { name: 'g', role: 'gateway', isAdditive: false },
      { name: '@timestamp', role: 'time', isAdditive: false },
    ])
  })
})

describe.each(catalogue.all().map((query) => [query.name, query] as const))('%s', (_, query) => {
  it('names only columns of its own in Units and Roles', () => {
    const names = planOf(exampleText(query)).columns.map(({ name }) => name)

    for (const name of [...query.units.keys(), ...query.roles.keys()]) expect(names).toContain(name)
  })

  it('has a role for each column that is named after one', () => {
    const plan = planOf(exampleText(query))
    const columns = describeColumns(resultColumns(plan), { ...query, plan })
    const named = { natGateway: 'gateway', privateAddress: 'private-address', publicAddress: 'public-address' } // prettier-ignore

    for (const { name, role } of columns) {
      if (name in named) expect([name, role]).toEqual([name, named[name as keyof typeof named]])
      if (/(Bytes|USD)$/.test(name)) expect([name, role]).toEqual([name, name.endsWith('USD') ? 'usd' : 'bytes']) // prettier-ignore
    }
  })
})

it('collects the notices of a run, and passes them on', async () => {
  const engine: Engine = {
    name: 'local',
    run: (_question, { onNotice, onLog } = {}) => {
      onLog?.({ log: { fields: new Map(), table: [] }, sawInstance: true })
      onNotice?.({ kind: 'note', message: 'one' })
      return Promise.resolve({
        columns: [{ name: 'n', type: 'integer' }],
        // eslint-disable-next-line @typescript-eslint/require-await -- an engine's batches are always asynchronous
        batches: (async function* () {
          yield [[1]]
          onNotice?.({ kind: 'damage', message: 'two' })
        })(),
        statistics: () => ({ rows: 1, seconds: 0, bytesRead: 0 }),
      })
    },
  }
  const seen: string[] = []
  const question = { ...readQuery('stats count(*) as n', 'q'), plan: NO_PLAN, range: undefined }

  const answer = await ask(engine, question, {
    onNotice: ({ message }) => seen.push(message),
    noticesOfLog: ({ sawInstance }) => [
      { kind: 'note', message: `instance: ${String(sawInstance)}` },
    ],
  })
  for await (const rows of answer.batches) expect(rows).toEqual([[1]])

  expect(seen).toEqual(['instance: true', 'one', 'two'])
  expect((await answer.notices).map(({ message }) => message)).toEqual([
    'instance: true',
    'one',
    'two',
  ])
})

describe('several questions', () => {
  const named = (name: string, from?: string): DescribedQuestion => {
    const range = from === undefined ? undefined : { from: new Date(from) }
    return { ...readQuery('stats count(*) as n', name), plan: NO_PLAN, range }
  }
  const resultOf = (question: Question): Result => ({
    columns: [{ name: question.name, type: 'integer' }],
    // eslint-disable-next-line @typescript-eslint/require-await -- an engine's batches are always asynchronous
    batches: (async function* () {
      yield [[1]]
    })(),
    statistics: () => ({ rows: 1, seconds: 0, bytesRead: 0 }),
  })
  const inTurn: Engine = {
    name: 'in turn',
    run: (question, { onLog, onNotice } = {}) => {
      onLog?.({ log: { fields: new Map(), table: [] }, sawInstance: true })
      onNotice?.({ kind: 'note', message: `of ${question.name}` })
      return Promise.resolve(resultOf(question))
    },
  }
  const atOnce: Engine = {
    ...inTurn,
    async *runAll(questions, { onLog, onNotice }: RunOptions = {}) {
      onLog?.({ log: { fields: new Map(), table: [] }, sawInstance: true })
      for (const question of questions) {
        await Promise.resolve(
          onNotice?.({ kind: 'note', message: `of ${question.name}` }, question),
        )
        yield resultOf(question)
      }
    },
  }
  const asked = (question: DescribedQuestion): Asked<readonly string[]> => ({
    question,
    read: async (answer) => {
      for await (const rows of answer.batches) expect(rows).toEqual([[1]])
      return [answer.columns[0]!.name, ...(await answer.notices).map(({ message }) => message)]
    },
  })

  it.each([inTurn, atOnce])('are answered $name, each with its own notices', async (engine) => {
    const seen: string[] = []

    const answers = await askAll(engine, [asked(named('a')), asked(named('b'))], {
      onNotice: ({ message }) => seen.push(message),
      noticesOfLog: () => [{ kind: 'note', message: 'of the log' }],
    })

    expect(answers).toEqual([
      ['a', 'of the log', 'of a'],
      ['b', 'of the log', 'of b'],
    ])
    expect(seen).toEqual(['of the log', 'of a', 'of b'])
  })

  it('have one range', async () => {
    const questions = [asked(named('a')), asked(named('b', '2026-03-14'))]

    await expect(askAll(inTurn, questions)).rejects.toThrow(
      'the questions of one reading have several ranges',
    )
  })
})

function roles(text: string): readonly string[] {
  const query = readQuery(text, 'q')
  const plan = planOf(text)
  return describeColumns(resultColumns(plan), { ...query, plan }).map(
    ({ role = '-', isAdditive }) => role + (isAdditive ? '+' : ''),
  )
}
