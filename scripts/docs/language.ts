import {
  AGGREGATES,
  CLOUDWATCH_FUNCTIONS,
  FUNCTIONS,
  SHORTHANDS,
  type FunctionRow,
} from '../../lib/language/functions'
import { markdownTable } from './table'

/** docs/language.md: what of Logs Insights QL has a form in SQL. */
export function languageDocument(): string {
  return `# The language

<!-- Written by \`npm run docs\` from lib/language/functions.ts; edit that file or scripts/docs/language.ts. -->

natlens reads CloudWatch Logs Insights QL. Commands with a form in SQL: \`fields\`, \`display\`, \`filter\` (\`where\`), \`stats\`, \`sort\`,
\`limit\`, \`dedup\`, \`parse\`. Every other command runs on CloudWatch only, and \`natlens check\` says so.
AWS's own page: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html>

## Functions

${markdownTable(['function', 'arguments', 'gives'], FUNCTIONS.map(row))}

Shorthands: ${SHORTHANDS.map((name) => `\`${name}\``).join(', ')}.

## Aggregates

${markdownTable(['aggregate', 'arguments', 'gives'], AGGREGATES.map(row))}

## On CloudWatch only

${CLOUDWATCH_FUNCTIONS.map((name) => `\`${name}\``).join(', ')}.

## Where natlens decides what AWS leaves open

- A comparison with a missing value is never true, and neither is its negation.
- Division by zero, the logarithm of zero, the root of a negative number and a power that is no finite number are missing.
- \`substr\` counts from 0; a position or a length below 0 gives a missing text.
- White space is space, tab, line feed, form feed and carriage return. \`ipv4ToNumber\` of what is no IPv4 address is missing.
- \`earliest\` and \`latest\` pass over records in which the value is missing, as every aggregate does. After \`stats\` there is no time to go by.
- A \`parse\` that matches gives each of its names a text, an empty one where a group took no part.
- A number as text has plain digits, at most twelve after the point. \`urldecode\` leaves a text with a broken escape as it is.
- Missing values sort last in both directions. Text sorts by code point; CloudWatch sorts the digits inside of text by value.
- What a \`parse\` took out of a text sorts by its value where it is a number, and \`min\`, \`max\` and a comparison with a number in quotes go by it, too.
- The rows of \`stats … by\` come in the order of their keys where no \`sort\` says another; CloudWatch's order is its own.
- Weeks begin on Monday; bins are aligned to UTC.
- \`countDistinct\` is exact; CloudWatch's is approximate for many values. \`pct\` is exact on the local engine, approximate on Athena.
- A query without \`limit\` gives all rows on the local engine; CloudWatch stops at 10,000.
`
}

function row({ name, aliases, parameters, type }: FunctionRow): string[] {
  return [
    [name, ...(aliases ?? [])].map((each) => `\`${each}\``).join(', '),
    parameters.join(', '),
    type,
  ]
}
