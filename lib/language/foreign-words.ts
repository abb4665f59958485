/** Words of SQL, PPL and SPL after a complete command, with the form of Insights QL. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['between', 'write `field >= low and field <= high`'],
  ['is', 'write `ispresent(field)` or `not ispresent(field)`'],
  ['group', 'write `stats … by field`'],
  ['having', 'write `| filter …` after `stats`'],
  ['order', 'write `| sort field desc`'],
  ['where', 'write `| filter …`'],
  ['limit', 'write `| limit …`'],
  ['when', 'write `case(condition, value, …, default)`'],
  ['then', 'write `case(condition, value, …, default)`'],
  ['ilike', 'write `like /(?i)…/`'],
  ['contains', 'write `like "…"`'],
  ['offset', '`offset` takes a period and follows `by bin(…)`: `by bin(5m) offset 1h`'],
])

/** Commands of other languages. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['select', 'this is SQL; write `fields …`, or `stats … by …`'],
  ['with', 'this is SQL; write `fields …`, or `stats … by …`'],
  ['having', 'write `filter …` after `stats`'],
  ['group', 'write `stats … by field`'],
  ['by', '`by` belongs to `stats`: `stats … by field`'],
  ['eval', 'write `fields … as name`'],
  ['rename', 'write `fields old as new`'],
  ['table', 'write `display …`'],
  ['project', 'write `display …`'],
  ['summarize', 'write `stats … by …`'],
  ['extend', 'write `fields … as name`'],
  ['rex', 'write `parse field /(?<name>…)/`'],
  ['regex', 'write `parse field /(?<name>…)/`'],
  ['grok', 'write `parse field /(?<name>…)/`'],
  ['top', 'write `stats count(*) as n by field | sort n desc | limit 10`'],
  ['rare', 'write `stats count(*) as n by field | sort n asc | limit 10`'],
  ['count', 'write `stats count(*)`'],
  ['distinct', 'write `dedup field`, or `stats count_distinct(field)`'],
  ['take', 'write `limit …`'],
])

/** Functions of other languages. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['median', 'write `pct(field, 50)`'],
  ['percentile', 'write `pct(field, 95)`'],
  ['perc', 'write `pct(field, 95)`'],
  ['quantile', 'write `pct(field, 95)`'],
  ['approx_percentile', 'write `pct(field, 95)`'],
  ['mean', 'write `avg(field)`'],
  ['pow', 'write `x ^ y`'],
  ['power', 'write `x ^ y`'],
  ['lower', 'write `tolower(field)`'],
  ['upper', 'write `toupper(field)`'],
  ['length', 'write `strlen(field)`'],
  ['len', 'write `strlen(field)`'],
  ['substring', 'write `substr(field, start, length)`'],
  ['contains', 'write `strcontains(field, "…")` or `field like "…"`'],
  ['isnull', 'write `not ispresent(field)`'],
  ['isnotnull', 'write `ispresent(field)`'],
  ['ifnull', 'write `coalesce(field, …)`'],
  ['nvl', 'write `coalesce(field, …)`'],
  ['iff', 'write `if(condition, value, otherwise)`'],
  ['cidrmatch', 'write `isIpv4InSubnet(field, "10.0.0.0/8")`'],
  ['cidr_match', 'write `isIpv4InSubnet(field, "10.0.0.0/8")`'],
  ['dc', 'write `count_distinct(field)`'],
  ['distinct_count', 'write `count_distinct(field)`'],
  ['date_trunc', 'write `datefloor(@timestamp, 1h)` or `bin(1h)`'],
  ['to_number', 'write `toNumber(field)`'],
  ['first', 'write `earliest(field)`'],
  ['last', 'write `latest(field)`'],
])

export function helpForWord(word: string): string | undefined {
  return WORDS.get(word.toLowerCase())
}

export function helpForCommand(word: string): string | undefined {
  return COMMANDS.get(word.toLowerCase())
}

/** `p95` and its like are percentiles. */
export function helpForFunction(name: string): string | undefined {
  const percent = /^p(\d{1,2})$/i.exec(name)?.[1]
  if (percent !== undefined) return `write \`pct(field, ${percent})\``
  return FUNCTIONS.get(name.toLowerCase())
}
