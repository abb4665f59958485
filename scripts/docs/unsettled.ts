import { markdownTable } from './table'

/** What AWS does not document: what natlens does, and the query on CloudWatch that would show what CloudWatch does. */
const UNSETTLED = [
  ['A `-` in a numeric field of a NODATA or SKIPDATA record is missing.', 'filter logStatus = "NODATA" | stats count(*), count(bytes), sum(dstPort != 443), sum(bytes < 100)'],
  ['The negation of a comparison with a missing value is not true.', 'filter not (tcpFlags = 1) | stats count(*)'],
  ['`not` binds before `and`, `and` before `or`; `-2 ^ 2` is 4.', 'fields 1 = 1 or 1 = 2 and 1 = 2 as a, not 1 = 2 and 1 = 2 as b, 0 + -2 ^ 2 as c | limit 1'],
  ['`pct` takes a value between two records in proportion.', 'filter bytes in [40, 44] | stats pct(bytes, 50)'],
  ['`stddev` is that of the whole, as `variance`.', 'filter bytes in [40, 44] | stats count(*) as n by bytes | stats stddev(bytes), variance(bytes)'],
  ['Missing values sort last in both directions.', 'fields tcpFlags | sort tcpFlags asc | limit 1'],
  ['Records of one time are in the order of what the query reads.', 'fields @timestamp, srcAddr | sort @timestamp desc, srcAddr desc | limit 10'],
  ['The parts of a glob in `parse` take as few characters as they can; the pattern can begin inside of the text.', 'parse srcAddr ".*." as x | stats count(*) by x'],
  ['`min` and `max` of a text that `parse` extracts are of its numbers, if there are any.', 'parse srcAddr "*." as x | stats min(x), max(x)'],
  ['`fields` after `stats` chooses columns.', 'stats count(*) as n by srcAddr | fields srcAddr'],
  ['Weeks begin on Monday; bins are aligned to UTC.', 'stats count(*) by bin(1w)'],
] as const // prettier-ignore

export function unsettledTable(): string {
  return markdownTable(
    ['natlens', 'a query that shows what CloudWatch does'],
    UNSETTLED.map(([choice, query]) => [choice, `\`${query}\``]),
  )
}
