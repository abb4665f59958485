import { cellOf, decodeRows } from '../../../lib/engines/cloudwatch/cells'
import type { OutputColumn } from '../../../lib/language/plan'

const column = (name: string, type: OutputColumn['type']): OutputColumn => ({
  name,
  type,
  value: { kind: 'column', name, type },
})

describe('a value of CloudWatch', () => {
  it.each([
    ['42', 'integer', 42],
    ['-7', 'integer', -7],
    ['5.0', 'integer', 5],
    ['1.2345678E10', 'integer', 12_345_678_000],
    ['9007199254740993', 'integer', 9_007_199_254_740_993n],
    ['1.8014398509481984E16', 'integer', 18_014_398_509_481_984n],
    ['2.5', 'integer', 2.5],
    ['-', 'integer', null],
    ['', 'integer', null],
    ['NaN', 'number', null],
    ['Infinity', 'number', null],
    ['', 'number', null],
    ['1.5E-4', 'number', 0.000_15],
    ['3', 'number', 3],
    ['true', 'boolean', 1],
    ['false', 'boolean', 0],
    ['1', 'boolean', 1],
    ['0', 'boolean', 0],
    ['-', 'text', '-'],
    ['', 'text', ''],
    ['2026-03-14 10:00:00.000', 'time', new Date('2026-03-14T10:00:00Z')],
    ['2026-03-14 10:00:00.125', 'time', new Date('2026-03-14T10:00:00.125Z')],
    ['1773482400000', 'time', new Date('2026-03-14T10:00:00Z')],
    ['1.7734824E12', 'time', new Date('2026-03-14T10:00:00Z')],
    ['-', 'time', null],
    ['', 'time', null],
  ] as const)('%j as %s', (text, type, cell) => {
    expect(cellOf(text, type)).toEqual(cell)
  })
})

describe('rows of CloudWatch', () => {
  it('are read by name, whatever the order, and what is left out has no value', () => {
    const columns = [column('srcAddr', 'text'), column('sum(bytes)', 'integer')]
    const rows = [
      [
        { field: '@ptr', value: 'x' },
        { field: 'sum(bytes)', value: '10' },
        { field: 'srcAddr', value: '192.0.2.1' },
      ],
      [{ field: 'sum(bytes)', value: '5' }],
    ]

    expect(decodeRows(rows, columns, ['srcAddr', 'sum(bytes)'])).toEqual({
      rows: [
        ['192.0.2.1', 10],
        [null, 5],
      ],
      unknownNames: [],
    })
  })

  it('keep the names of the question where the text that was sent has others', () => {
    const columns = [column('srcAddr', 'text'), column('sum(bytes)', 'integer')]
    const row = [
      { field: 'p_srcAddr', value: '192.0.2.1' },
      { field: 'SUM( p_bytes )', value: '10' },
    ]

    expect(decodeRows([row], columns, ['p_srcAddr', 'sum(p_bytes)']).rows).toEqual([
      ['192.0.2.1', 10],
    ])
  })

  it('tell of values that belong to no column', () => {
    const row = [
      { field: 'a', value: '1' },
      { field: '@aws.account', value: '123456789012' },
    ]

    expect(decodeRows([row], [column('a', 'integer')], ['a'])).toEqual({
      rows: [[1]],
      unknownNames: ['@aws.account'],
    })
  })
})
