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

  it('says which rows doubles leave open that differ in their last digits', () => {
    const text =
      'fields bytes / 3 + if(srcAddr = "10.0.0.2", 0.00000000000001, 0) as b | sort b desc'
    const { ties, cut } = interpret(planOf(`${text} | display b`), records)

    expect(ties).toEqual([0, 0, 1, 2])
    expect(cut).toBeUndefined()
    expect(interpret(planOf(`${text} | limit 1 | display b`), records).cut).toHaveLength(2)
  })

  it('breaks ties by what the rest of the query reads', () => {
    const answer = (text: string) => interpret(planOf(text), records)

    expect(answer('fields srcAddr as s | sort bytes desc | limit 1 | display s')).toMatchObject({
      rows: [['10.0.0.3']],
      cut: undefined,
      notes: { openChoice: false },
    })
    expect(answer('stats earliest(bytes) as b').notes.openChoice).toBe(false)
    expect(answer('dedup interfaceId').notes.openChoice).toBe(false)
  })

  it.each([
    ['stats avg(0.1) as a by srcAddr | stats count(*) as n by a', false],
    ['fields 1773450000 ^ 2 as a | display a', true],
    ['fields 1773450 ^ 2 as a | display a', false],
  ])('says of `%s` whether the last digit of a double is open: %s', (text, expected) => {
    expect(interpret(planOf(text), records).notes.openChoice).toBe(expected)
  })

  it('refuses a text without a plan, with its messages', () => {
    expect(() => answerQuery('fields byts', records)).toThrow('unknown field `byts`')
  })
})
