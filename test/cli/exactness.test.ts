import { guessNoticesOf } from '../../cli/exactness'
import type { Notice } from '../../lib/engines/engine'
import { FORMATS, type Format } from '../../lib/flow-log/format'
import type { FieldName } from '../../lib/flow-log/fields'

const QUERY = { exact: ['natGateways', 'interface-type'] }
const GUESS =
  'some records lack `interface-type`, so NAT gateways are guessed from addresses; load balancers and transit gateways may be included; for exact figures: --param natGateways=ID,ID'

it('says that a log of a whole VPC without interface-type may mislead, and how to be exact', () => {
  expect(notices(FORMATS.v5, { sawInstance: true })).toEqual([{ kind: 'note', message: GUESS }])
})

it('is silent when the log tells, is of NAT gateways alone, or the gateways are named', () => {
  expect(notices(FORMATS.v11, { sawInstance: true })).toEqual([])
  expect(notices(FORMATS.v5, { sawInstance: false })).toEqual([])
  expect(notices(FORMATS.v5, { sawInstance: true }, ['natGateways=eni-1'])).toEqual([])
})

function notices(
  format: Format,
  { sawInstance }: { readonly sawInstance: boolean },
  params: readonly string[] = [],
): readonly Notice[] {
  const fields = new Map(format.map(({ name }) => [name as FieldName, 'always' as const]))
  const log = { fields, table: ['flow_logs'] }
  return guessNoticesOf(QUERY, params)?.({ log, sawInstance }) ?? []
}
