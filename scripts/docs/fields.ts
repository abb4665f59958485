import { FIELD_TYPES, FIELDS, column, isDeployable } from '../../lib/flow-log/fields'
import { FORMATS } from '../../lib/flow-log/format'
import { markdownTable } from './table'

/** docs/fields.md: the fields of a flow log, and what flow logs never contain. */
export function fieldsDocument(): string {
  const rows = FIELDS.map((field) => [
    String(field.version),
    `\`${field.token}\``,
    `\`${field.name}\``,
    `\`${column(field)}\``,
    FIELD_TYPES[field.type].glue,
    FIELD_TYPES[field.type].parquet,
    isDeployable(field) ? 'yes' : 'needs tag specifications',
    field.meaning,
  ])
  const formats = Object.entries(FORMATS).map(([name, format]) => [
    `\`${name}\``,
    String(format.length),
  ])

  return `# Fields of a flow log record

<!-- Written by \`npm run docs\` from lib/flow-log/fields.ts; edit that file. -->

Every field that natlens knows, with its four spellings: the token of a format string and of a header line, the name in
Logs Insights and in natlens queries, the column in Parquet files and in the Glue table. In text files every value is text.
AWS's own page: <https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html>

${markdownTable(['version', 'token', 'in queries', 'column', 'Glue', 'Parquet', 'CreateFlowLogs takes it', 'meaning'], rows)}

## Formats by name

${markdownTable(['`--log-format`', 'fields'], formats)}

Or a list of fields: \`--log-format '\${srcaddr} \${dstaddr} \${bytes}'\`.

## No value

AWS writes \`-\` where a field does not apply or could not be computed. In queries a text field then contains the text \`-\`, as
on CloudWatch. A numeric \`-\` is missing, and so is a field that the log does not have. Tables, CSV and JSON show all of these
as empty.

## What flow logs never record

- No names and no payload: addresses, ports and counts only. A host name needs another source, such as Resolver query logs.
- Traffic to the Amazon DNS server, to the metadata service (169.254.169.254) and the time service (169.254.169.123), DHCP,
  ARP, Windows license activation, mirrored source traffic, and traffic to the reserved address of the subnet's router.
- Traffic between an endpoint's interface and a Network Load Balancer's interface.
- The traffic of very short-lived capacity of a regional NAT gateway.
- Intervals that AWS lost: they appear as SKIPDATA (see \`health/log-status\`), and their bytes do not.
`
}
