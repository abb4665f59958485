import {
  AGGREGATES,
  CLOUDWATCH_FUNCTIONS,
  FUNCTIONS,
  SHORTHANDS,
  type FunctionRow,
} from '../../lib/language/functions'
import { ERROR_SENTENCES } from '../../lib/language/error-sentences'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import { DIAGNOSTIC_EXAMPLES, type DiagnosticExample } from './diagnostic-examples'
import { markdownTable } from './table'
import { unsettledTable } from './unsettled'

/** docs/language.md: the part of Logs Insights QL that has a form in SQL. */
export function languageDocument(): string {
  return `# The language

<!-- Written by \`npm run docs\` from lib/language and scripts/docs/diagnostic-examples.ts; edit those or scripts/docs/language.ts. -->

natlens reads CloudWatch Logs Insights QL. Commands with a form in SQL: \`fields\`, \`display\`, \`filter\` (\`where\`), \`stats\`, \`sort\`,
\`limit\`, \`dedup\`, \`parse\`, \`countFrequent\`. Every other command runs on CloudWatch only; \`natlens check\` warns about it.
AWS's own page: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html>

## Functions

${markdownTable(['function', 'arguments', 'result'], FUNCTIONS.map(row))}

Shorthands: ${SHORTHANDS.map((name) => `\`${name}\``).join(', ')}.

## Aggregates

${markdownTable(['aggregate', 'arguments', 'result'], AGGREGATES.map(row))}

## On CloudWatch only

${CLOUDWATCH_FUNCTIONS.map((name) => `\`${name}\``).join(', ')}.

## What AWS does not document

- A comparison with a missing value is not true, and its negation is not true either.
- Division by zero, the logarithm of zero, the root of a negative number and a power without a finite result are missing.
- \`substr\` counts from 0; a position or a length below 0 gives a missing text.
- White space is space, tab, line feed, form feed and carriage return. \`ipv4ToNumber\` of any other text than an IPv4 address is missing.
- \`earliest\` and \`latest\` ignore records without the value, as every aggregate does. They need \`@timestamp\`, which is not available after \`stats\`.
- A \`parse\` that matches sets each of its names; a group that does not participate is an empty text.
- A number as text has plain digits, at most twelve decimal places. \`urldecode\` does not change a text with an invalid escape.
- Missing values sort last in both directions. Text sorts in AWS's natural order: other texts before numbers, digits inside of text by length and value.
- \`min\` and \`max\` of a text that \`parse\` extracts are of the numbers among its values, if there are any. Comparisons with a number in quotes use the value as well.
- Ties in an order, in \`dedup\` and in \`limit\` are broken by the values that the rest of the query reads, \`@message\` last, of records in the direction of the last key. Of records with one start \`earliest\` takes the least value, \`latest\` the greatest. So a command gives the same answer each time.
- Without \`sort\` the rows of \`stats … by\` are in the order of their keys; on CloudWatch their order is undefined.
- Sums of whole numbers are exact. Sums of other numbers are made of decimals with 9 places, those of numbers from 10^20 on of doubles, which a note says.
- A product of whole numbers that needs more than 126 bits is a double. A time beyond 2^50 milliseconds from 1970 is missing. \`toInt\` is missing beyond 32 bits, \`toLong\` beyond 64.
- \`by bin(5m) offset 1h\` shows each bin one hour later. \`countFrequent\` counts exactly.
- \`fields\` after \`stats\` chooses columns where it names a column of the result. Names of \`parse\` are columns of the result where no later command chooses columns.
- \`@message\` is the line of the file. Of a Parquet file it is the values in the order of the file's columns, with \`-\` for a missing one. A table of Athena or Trino does not have it.
- A numeric \`-\` of a NODATA or SKIPDATA record is missing. On CloudWatch it can be the text \`-\`, which \`!=\` and \`count(field)\` count; on files a note says how many such records a query compares.
- On files and tables \`SOURCE\` is ignored and \`filterIndex\` is a \`filter\`, each with a warning. \`@ingestionTime\` is refused; \`@log\` is the flow log of a record.
- Line breaks inside of a regular expression, with the spaces around them, are ignored.
- Weeks begin on Monday; bins are aligned to UTC.
- \`countDistinct\` is exact; CloudWatch's is approximate for many values. \`pct\` is exact on the local engine, approximate on Athena.
- A query without \`limit\` returns all rows on the local engine; CloudWatch stops at 10,000.

Each of these queries, run over any flow log on CloudWatch, would show whether natlens is right:

${unsettledTable()}

## Diagnostics

\`natlens check\` reports all errors of a text at once, each with its code (\`-o json\`). After an error in one part of a command the rest is
still checked. The last column is the query that the help leads to.

### Errors

${diagnosticTable((code) => code in ERROR_SENTENCES)}

### Warnings

${diagnosticTable((code) => !(code in ERROR_SENTENCES))}
`
}

function diagnosticTable(isShown: (code: string) => boolean): string {
  const examples = Object.entries<DiagnosticExample>(DIAGNOSTIC_EXAMPLES)
  return markdownTable(
    ['code', 'example', 'message', 'right'],
    examples
      .filter(([code]) => isShown(code))
      .map(([code, { text, right }]) => [
        `\`${code}\``,
        codeCell(text),
        messageOf(code, text),
        right === undefined ? '' : codeCell(right),
      ]),
  )
}

const MAX_CELL_LENGTH = 90

function codeCell(text: string): string {
  const shown = text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH)}…` : text
  const ticks = shown.includes('`') ? '``' : '`'
  return ticks === '`' ? `\`${shown}\`` : `${ticks} ${shown} ${ticks}`
}

function messageOf(code: string, text: string): string {
  const { pipeline, diagnostics } = parseQuery(text)
  const parameters = new Map([['blocks', { type: 'cidr', list: true }]] as const)
  const all = [...diagnostics, ...resolveQuery(pipeline, { parameters }).diagnostics]
  return all.find((each) => each.code === code)!.message
}

function row({ name, aliases, parameters, type }: FunctionRow): string[] {
  return [
    [name, ...(aliases ?? [])].map((each) => `\`${each}\``).join(', '),
    parameters.join(', '),
    type,
  ]
}
