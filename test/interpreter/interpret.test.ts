import { planOf } from '../example-questions'
import { answerQuery } from './answer-query'
import { readRecords, recordOf } from './flow-record'
import { interpret } from './interpret'

const records = readRecords(
  [
    'interface-id srcaddr bytes start action',
    'eni-a 10.0.0.1 100 1773450000 ACCEPT',
    'eni-a 10.0.0.2 300 1773450000 ACCEPT',
    'eni-b 10.0.0.3 300 1773450060 REJECT',
    'eni-b - - 1773450060 -',
    '',
  ].join('\n'),
)

describe('a record', () => {
  it('has a text as it stands and no entry for a number that is none', () => {
    const record = recordOf(['srcaddr', 'bytes', 'packets'], ['-', '-', '9007199254740993'])

    expect([...record.values]).toEqual([
      ['srcAddr', '-'],
      ['packets', 9007199254740993n],
    ])
    expect(record.message).toBe('- - 9007199254740993')
  })
})

describe('the interpreter', () => {
  it('answers a text with columns, their types and rows', () => {
    expect(
      answerQuery('stats sum(bytes) as total by interfaceId | sort total desc', records),
    ).toEqual({
      columns: [
        { name: 'interfaceId', type: 'text' },
        { name: 'total', type: 'integer' },
      ],
      rows: [
        ['eni-a', 400],
        ['eni-b', 300],
      ],
    })
  })

  it('takes the records that start in a range', () => {
    const range = { from: new Date(1773450000_000), to: new Date(1773450060_000) }

    expect(answerQuery('stats count(*) as n', records, range).rows).toEqual([[2]])
  })

  it('says which rows an order leaves open', () => {
    const { rows, ties } = interpret(planOf('fields bytes as b | sort b desc | display b'), records)

    expect(rows).toEqual([[300], [300], [100], [null]])
    expect(ties).toEqual([0, 0, 1, 2])
  })

  it('says which rows might stand in an answer that was cut between ties', () => {
    const text = 'fields srcAddr as s | sort bytes desc | limit 1 | display s'

    expect(interpret(planOf(text), records).cut).toEqual([['10.0.0.2'], ['10.0.0.3']])
    expect(interpret(planOf(text.replace('1 |', '2 |')), records).cut).toBeUndefined()
  })

  it.each([
    ['sort bytes desc | limit 1 | filter srcAddr = "10.0.0.2"', true],
    ['sort bytes desc | limit 2 | filter srcAddr = "10.0.0.2"', false],
    ['stats latest(bytes) as b', false],
    ['stats earliest(bytes) as b', true],
    ['stats earliest(action) as a', false],
    ['dedup bytes', false],
    ['dedup interfaceId', true],
    ['stats avg(0.1) as a by srcAddr | stats count(*) as n by a', true],
    ['stats count(*) as a by srcAddr | stats count(*) as n by a', false],
    ['fields 1773450000 ^ 2 as a | display a', true],
    ['fields 1773450 ^ 2 as a | display a', false],
  ])('says of `%s` whether a choice among ties decides it: %s', (text, expected) => {
    expect(interpret(planOf(text), records).notes.openChoice).toBe(expected)
  })

  it('says when figures leave what engines count in', () => {
    const noted = (text: string) => interpret(planOf(text), records).notes.outOfRange

    expect(noted('fields bytes * 1000000000000000 * 1000 as b | display b')).toBe(true)
    expect(noted('fields bytes * 1000000000000000 as b | display b')).toBe(false)
    expect(noted('stats max(@timestamp) as m | sort m * m')).toBe(true)
  })

  it('refuses a text without a plan, with its messages', () => {
    expect(() => answerQuery('fields byts', records)).toThrow('unknown field `byts`')
  })
})
