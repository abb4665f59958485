import type { AggregateName } from '../language/functions'
import { BIGINT_BITS, INT_BITS, SUM_BITS } from '../language/integer-bits'
import type { FunctionWriter } from './functions'
import {
  call,
  caseWhen,
  cast,
  double,
  infix,
  integer,
  sql,
  test,
  usesColumn,
  withBits,
  ZERO,
  type Sql,
  type WideInteger,
} from './tree'

/** The aggregates that engines write alike; `earliest` and `latest` get the time as well, `pct` a share of 1. */
export function sharedAggregates(wide: WideInteger) {
  const sum = (x: Sql): Sql => (x.bits === undefined ? sumOfDoubles(x) : sumOfIntegers(wide, x))
  const variance = (x: Sql): Sql =>
    x.bits === undefined ? varianceOfDoubles(x) : varianceOfIntegers(wide, x)
  return {
    count: (x?: Sql) => countOf(call('count', x ?? sql`*`)),
    countDistinct: (x) => countOf(sql`count(DISTINCT ${x})`),
    sum,
    // An engine's own average depends on the order of the rows.
    avg: (x) => infix('/', asDouble(sum(x)), call('count', x)),
    min: (x) => call('min', x),
    max: (x) => call('max', x),
    stddev: (x) => call('sqrt', variance(x)),
    variance,
    sortsFirst: (x) => call('min', x),
    sortsLast: (x) => call('max', x),
  } satisfies Partial<Record<AggregateName, FunctionWriter>>
}

export type SharedAggregate = keyof ReturnType<typeof sharedAggregates>

function countOf(value: Sql): Sql {
  return { ...withBits(value, SUM_BITS), nullable: false }
}

function asDouble(x: Sql): Sql {
  return x.bits === undefined ? x : cast(x, 'DOUBLE')
}

/** DuckDB sums integers in 128 bits. */
function sumOfIntegers(wide: WideInteger, x: Sql): Sql {
  const isExact = wide === 'HUGEINT' || x.bits! <= INT_BITS || x.bits! > BIGINT_BITS
  return withBits(call('sum', isExact ? x : cast(x, wide)), x.bits! + SUM_BITS)
}

/** Below this size a sum is made of decimals with 9 places, so that the order of the rows does not show in it. */
const MAX_DECIMAL = double('1e20')
const NO_PART = double('0')

function sumOfDoubles(x: Sql): Sql {
  const isSmall = infix('<', call('abs', x), MAX_DECIMAL)
  const small = caseWhen([
    [isSmall, cast(x, 'DECIMAL(38, 9)')],
    [test`${x} IS NOT NULL`, ZERO],
  ])
  const large = caseWhen([[infix('>=', call('abs', x), MAX_DECIMAL), x]], NO_PART)
  return infix('+', cast(call('sum', small), 'DOUBLE'), call('sum', large))
}

/** Squares of values up to this size, 2^43, have a sum below 2^126. */
const MAX_SQUARED = 2 ** 43
/** The number of values times the largest one: below it the terms of a variance fit in 126 bits. */
const MAX_SCALE = double('9e18')

/** From exact sums; from doubles where these would not fit. */
function varianceOfIntegers(wide: WideInteger, x: Sql): Sql {
  const isNarrow = x.bits! <= INT_BITS
  const [low, high] = [integer(-MAX_SQUARED), integer(MAX_SQUARED)]
  const squared = infix('*', cast(x, wide), x)
  const squares = isNarrow ? squared : caseWhen([[test`${x} BETWEEN ${low} AND ${high}`, squared]])
  const count = call('count', x)
  const sum = call('sum', cast(x, wide))
  const spread = infix(
    '-',
    infix('*', cast(count, wide), call('sum', squares)),
    infix('*', sum, sum),
  )
  const exact = infix('/', cast(spread, 'DOUBLE'), infix('*', cast(count, 'DOUBLE'), count))
  const isAny = infix('>', count, ZERO)
  if (isNarrow) return caseWhen([[isAny, exact]])
  const [min, max] = [call('min', x), call('max', x)]
  const largest = call('greatest', cast(max, 'DOUBLE'), infix('-', NO_PART, cast(min, 'DOUBLE')))
  const fits = infix(
    'AND',
    infix('>=', min, low),
    infix('<=', max, high),
    infix('<', infix('*', count, largest), MAX_SCALE),
  )
  return caseWhen([[fits, exact]], call('var_pop', cast(x, 'DOUBLE')))
}

/** The square of a larger number is not finite. */
const MAX_ROOT = double('1e150')

/** In the order of the values, since the last digits depend on the order. */
function varianceOfDoubles(x: Sql): Sql {
  const size = call('abs', x)
  const part = caseWhen([[infix('<', size, MAX_ROOT), x]])
  // An order of constants is an error.
  const variance = usesColumn(x) ? sql`var_pop(${part} ORDER BY ${x})` : call('var_pop', part)
  return caseWhen([[infix('<', call('max', size), MAX_ROOT), variance]])
}
