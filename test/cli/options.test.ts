import { checkAccountAndRegion } from '../../cli/lake'
import { parseCount } from '../../cli/options'
import { parseAmount, parseSeconds } from '../../lib/engines/option-values'

it('reads whole numbers, amounts and lengths of time', () => {
  expect(parseCount('--limit', '0')).toBe(0)
  expect(parseCount('--top', '10', 1)).toBe(10)
  expect(parseAmount('--usd-per-gb', '0.045')).toBe(0.045)
  expect(parseSeconds('--lateness', '30m')).toBe(1800)
})

it.each(['', '-1', '1.5', '1e3', 'ten', '99999999999999999999'])(
  'takes no `%s` for a number of rows',
  (text) => {
    expect(() => parseCount('--limit', text)).toThrow(
      `--limit \`${text}\` is not a whole number of 0 or more`,
    )
  },
)

it('takes nothing less than the least', () => {
  expect(() => parseCount('--top', '0', 1)).toThrow('--top `0` is not a whole number of 1 or more')
})

it.each(['', '-1', 'free', '1e-3'])('takes no `%s` for a price', (text) => {
  expect(() => parseAmount('--usd-per-gb', text)).toThrow(
    `--usd-per-gb \`${text}\` is not a number such as 0.045`,
  )
})

it('takes no bare number for a length of time', () => {
  expect(() => parseSeconds('--lateness', '30')).toThrow(
    '--lateness `30` is not a duration such as 30m, 2h or 1d',
  )
})

it.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'us-isob-east-1'])(
  '--region takes %s',
  (region) => {
    expect(() => checkAccountAndRegion({ region })).not.toThrow()
  },
)
