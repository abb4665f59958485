/** Words of SQL, PPL and SPL after a complete command, with the form of Insights QL. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['when', 'write `case(condition, value, …, default)`'],
  ['then', 'write `case(condition, value, …, default)`'],
  ['descending', 'write `desc`'],
  ['ascending', 'write `asc`'],
  ['over', 'window functions have no form in Insights QL'],
  ['offset', '`offset` takes a period and follows `by bin(…)`: `by bin(5m) offset 1h`'],
])

/** Commands of other languages. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['select', 'this is SQL; write `fields …`, or `stats … by …`'],
  ['with', 'this is SQL; write `fields …`, or `stats … by …`'],
  ['group', 'write `stats … by field`'],
  ['by', '`by` belongs to `stats`: `stats … by field`'],
  ['eval', 'write `fields … as name`'],
  ['rename', 'write `fields old as new`'],
  ['extend', 'write `fields … as name`'],
  ['rex', 'write `parse field /(?<name>…)/`'],
  ['regex', 'write `parse field /(?<name>…)/`'],
  ['grok', 'write `parse field /(?<name>…)/`'],
  ['top', 'write `stats count(*) as n by field | sort n desc | limit 10`'],
  ['rare', 'write `stats count(*) as n by field | sort n asc | limit 10`'],
  ['count', 'write `stats count(*)`'],
  ['distinct', 'write `dedup field`, or `stats count_distinct(field)`'],
  ['search', 'write `filter @message like "…"`'],
  ['tail', 'reverse the `sort` and write `limit …`'],
])

/** Functions of other languages, and what they mean with these arguments. */
type Translate = (...args: readonly string[]) => string
const FUNCTIONS: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['median', (x) => `pct(${x}, 50)`],
  ['percentile', (x, percent = '95') => `pct(${x}, ${percent})`],
  ['perc', (x, percent = '95') => `pct(${x}, ${percent})`],
  ['quantile', (x, share) => `pct(${x}, ${percentOf(share)})`],
  ['approx_percentile', (x, share) => `pct(${x}, ${percentOf(share)})`],
  ['mean', (x) => `avg(${x})`],
  ['pow', (x, y = '2') => `${x} ^ ${y}`],
  ['power', (x, y = '2') => `${x} ^ ${y}`],
  ['lower', (x) => `tolower(${x})`],
  ['upper', (x) => `toupper(${x})`],
  ['length', (x) => `strlen(${x})`],
  ['len', (x) => `strlen(${x})`],
  ['substring', (x, from = '0', ...rest) => `substr(${[x, from, ...rest].join(', ')})`],
  ['contains', (x, part = '"…"') => `strcontains(${x}, ${part})`],
  ['isnull', (x) => `not ispresent(${x})`],
  ['isnotnull', (x) => `ispresent(${x})`],
  ['ifnull', (...args) => `coalesce(${args.join(', ')})`],
  ['nvl', (...args) => `coalesce(${args.join(', ')})`],
  ['iff', (...args) => `if(${args.join(', ')})`],
  ['cidrmatch', (...args) => inSubnet(args)],
  ['cidr_match', (...args) => inSubnet(args)],
  ['dc', (x) => `count_distinct(${x})`],
  ['distinct_count', (x) => `count_distinct(${x})`],
  ['uniq', (x) => `count_distinct(${x})`],
  ['count_if', (condition) => `sum(${condition})`],
  ['countif', (condition) => `sum(${condition})`],
  ['sumif', (x, condition = '…') => `sum(if(${condition}, ${x}, 0))`],
  ['date_trunc', () => 'bin(1h)'],
  ['to_number', (x) => `toNumber(${x})`],
  ['cast', (x) => `toNumber(${x})`],
  ['first', (x) => `earliest(${x})`],
  ['last', (x) => `latest(${x})`],
])

/** SPL and SQL dialects differ in the order of the two. */
function inSubnet(args: readonly string[]): string {
  const [block = '"10.0.0.0/8"', field = 'field'] = [...args].sort(
    (a, b) => Number(b.includes('/')) - Number(a.includes('/')),
  )
  return `isIpv4InSubnet(${field}, ${block})`
}

function percentOf(share: string | undefined): number {
  const value = Number(share)
  return value > 0 && value <= 1 ? Math.round(value * 1e6) / 1e4 : 95
}

export function helpForWord(word: string): string | undefined {
  return WORDS.get(word.toLowerCase())
}

export function helpForCommand(word: string): string | undefined {
  return COMMANDS.get(word.toLowerCase())
}

/** The form of a function of another language, such as `p95`, with these arguments. */
export function helpForFunction(name: string, args: readonly string[]): string | undefined {
  const given = args.length === 0 ? ['field'] : args
  const percent = /^p(\d{1,2})$/i.exec(name)?.[1]
  const right =
    percent === undefined
      ? FUNCTIONS.get(name.toLowerCase())?.(...given)
      : `pct(${given[0]}, ${Number(percent)})`
  return right && `write \`${right}\``
}
