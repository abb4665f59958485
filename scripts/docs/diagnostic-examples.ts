import type { ErrorCode, WarningCode } from '../../lib/language/messages'

/** A query with one diagnostic, and where there is one, the valid query that its help leads to. */
export interface DiagnosticExample {
  readonly text: string
  readonly right?: string
}

/** One example for each diagnostic of a query, in the order of docs/language.md; a test runs them. */
// prettier-ignore
export const DIAGNOSTIC_EXAMPLES = {
  // Text
  'unexpected-character': { text: 'fields bytes; packets' },
  'unclosed-text': { text: 'filter action = "REJECT', right: 'filter action = "REJECT"' },
  'unclosed-name': { text: 'fields `srcAddr', right: 'fields `srcAddr`' },
  'unclosed-regex': { text: 'filter srcAddr like /^10', right: 'filter srcAddr like /^10/' },
  'regex-flags': { text: 'filter action like /reject/i', right: 'filter action like /(?i)reject/' },
  'number-form': { text: 'filter bytes > 10MB', right: 'filter bytes > 10000000' },
  'unquoted-text': { text: 'filter srcAddr = 10.0.0.0/8', right: 'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8")' },
  'curly-quote': { text: 'filter action = “REJECT”', right: 'filter action = "REJECT"' },
  'html-entity': { text: 'filter bytes &gt; 100', right: 'filter bytes > 100' },
  'foreign-comment': { text: 'fields srcAddr -- the source', right: 'fields srcAddr # the source' },
  'foreign-variable': { text: 'stats sum(bytes) by bin($__interval)', right: 'stats sum(bytes) by bin(5m)' },
  'foreign-operator': { text: 'filter action <> "REJECT"', right: 'filter action != "REJECT"' },
  'match-pattern': { text: 'filter interfaceId =~ "0a"', right: 'filter interfaceId like "0a"' },
  'placeholder-form': { text: 'filter srcAddr = {address}' },
  'placeholder-in-text': { text: 'filter srcAddr = "10.0.{{x}}"' },

  // Grammar
  'empty-query': { text: '# nothing', right: 'fields @message' },
  'leading-pipe': { text: '| limit 5', right: 'limit 5' },
  'empty-command': { text: 'limit 5 |', right: 'limit 5' },
  'unknown-command': { text: 'filtr bytes > 1', right: 'filter bytes > 1' },
  'foreign-word': { text: 'filter bytes between 10 and 20', right: 'filter bytes >= 10 and bytes <= 20' },
  'foreign-command': { text: 'stats count(*) as n by srcAddr having n > 5', right: 'stats count(*) as n by srcAddr | filter n > 5' },
  'missing-pipe': { text: 'filter bytes > 100 limit 5', right: 'filter bytes > 100 | limit 5' },
  'missing-as': { text: 'stats sum(bytes) total by srcAddr', right: 'stats sum(bytes) as total by srcAddr' },
  'quoted-name': { text: 'stats sum(bytes) as "total"', right: 'stats sum(bytes) as total' },
  expected: { text: 'filter (bytes > 100', right: 'filter (bytes > 100)' },
  'in-brackets': { text: 'filter dstPort in (22, 3389)', right: 'filter dstPort in [22, 3389]' },
  'in-empty': { text: 'filter dstPort in []', right: 'filter dstPort in [22]' },
  'star-alone': { text: 'fields *', right: 'fields srcAddr, dstAddr' },
  'period-alone': { text: 'stats count(*) by 5m', right: 'stats count(*) by bin(5m)' },
  'parse-as': { text: 'parse @message "* *" first, second', right: 'parse @message "* *" as first, second' },
  'limit-count': { text: 'limit 0', right: 'limit 1' },
  'too-deep': { text: `filter ${'('.repeat(101)}bytes > 1${')'.repeat(101)}` },

  // Names
  'unknown-field': { text: 'filter srcaddr = "192.0.2.1"', right: 'filter srcAddr = "192.0.2.1"' },
  'field-gone': { text: 'stats count(*) as n | filter dstPort = 443', right: 'filter dstPort = 443 | stats count(*) as n' },
  'already-defined': { text: 'fields bytes * 8 as x, packets as x', right: 'fields bytes * 8 as x, packets as y' },
  'unknown-parameter': { text: 'filter srcAddr = "{{host}}"' },
  'list-parameter': { text: 'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8") and dstAddr = {{blocks}}' },
  'unknown-function': { text: 'stats p95(bytes)', right: 'stats pct(bytes, 95)' },
  'without-source': { text: 'stats count(*) by @ingestionTime' },

  // Order of commands
  'too-many-stats': { text: `stats count(*) as a0${Array.from({ length: 10 }, (_, index) => ` | stats max(a${index}) as a${index + 1}`).join('')}` },
  'before-stats': { text: 'limit 5 | stats count(*)', right: 'stats count(*) | limit 5' },
  'after-dedup': { text: 'dedup srcAddr | sort srcAddr', right: 'sort srcAddr | dedup srcAddr' },
  'aggregate-outside-stats': { text: 'fields sum(bytes)', right: 'stats sum(bytes)' },
  'aggregate-as-key': { text: 'stats count(*) by max(bytes)' },
  'nested-aggregate': { text: 'stats max(sum(bytes))', right: 'stats sum(bytes) as total by srcAddr | stats max(total)' },
  'not-aggregated': { text: 'stats bytes by srcAddr', right: 'stats max(bytes) by srcAddr' },
  'constant-measure': { text: 'stats 5 by srcAddr', right: 'stats count(*) by srcAddr' },

  // Types
  'argument-count': { text: 'stats sum(bytes, packets)' },
  'argument-type': { text: 'stats count(*) by bin("5m")', right: 'stats count(*) by bin(5m)' },
  'not-a-condition': { text: 'filter srcAddr', right: 'filter ispresent(srcAddr)' },
  'type-mismatch': { text: 'filter @timestamp > "2026-03-14"', right: 'filter toMillis(@timestamp) > 1773446400000' },
  'no-common-type': { text: 'fields if(bytes > 1, @timestamp, 5)' },
  'list-literal': { text: 'filter srcAddr in [dstAddr]' },
  'misplaced-literal': { text: 'fields concat(5m, "x")' },
  'percent-range': { text: 'stats pct(bytes, 101)', right: 'stats pct(bytes, 95)' },
  'percent-literal': { text: 'stats pct(bytes, packets)', right: 'stats pct(bytes, 95)' },

  // Time
  'bin-argument': { text: 'stats count(*) by bin(@timestamp, 5m)', right: 'stats count(*) by bin(5m)' },
  'bin-after-stats': { text: 'stats count(*) as n by srcAddr | stats max(n) by bin(5m)', right: 'stats count(*) as n, max(@timestamp) as @t by srcAddr | stats max(n) by datefloor(@t, 5m)' },
  'time-after-stats': { text: 'stats count(*) as n by srcAddr | stats latest(n)', right: 'stats count(*) as n, latest(bytes) as last by srcAddr' },
  'sort-bin': { text: 'stats count(*) by bin(5m) | sort bin(5m)', right: 'stats count(*) by bin(5m) as t | sort t' },
  'period-cap': { text: 'stats count(*) by bin(300s)', right: 'stats count(*) by bin(5m)' },
  'period-zero': { text: 'stats count(*) by bin(0m)', right: 'stats count(*) by bin(1m)' },

  // Patterns and blocks
  'not-a-cidr': { text: 'filter isIpv4InSubnet(srcAddr, "10.0.0.1")', right: 'filter isIpv4InSubnet(srcAddr, "10.0.0.1/32")' },
  'regex-unsupported': { text: 'filter srcAddr like /^(?!10)/' },
  'regex-broken': { text: 'filter srcAddr like /(10/', right: 'filter srcAddr like /(10)/' },
  'parse-count': { text: 'parse @message "* *" as one', right: 'parse @message "* *" as one, two' },
  'parse-groups': { text: 'parse @message /eni-[0-9a-f]+/', right: 'parse @message /(?<eni>eni-[0-9a-f]+)/' },
  'parse-regex-as': { text: 'parse @message /(?<eni>eni-[0-9a-f]+)/ as eni', right: 'parse @message /(?<eni>eni-[0-9a-f]+)/' },

  // Warnings
  'double-equals': { text: 'filter bytes == 1', right: 'filter bytes = 1' },
  'mixed-and-or': { text: 'filter bytes > 1 or packets > 1 and dstPort = 22', right: 'filter bytes > 1 or (packets > 1 and dstPort = 22)' },
  'unclear-not': { text: 'filter not bytes = 1', right: 'filter not (bytes = 1)' },
  'sort-by': { text: 'sort by bytes', right: 'sort bytes' },
  'too-long': { text: `fields bytes # ${'x'.repeat(10_000)}` },
  'limit-size': { text: 'limit 100001', right: 'limit 100000' },
  'source-ignored': { text: "SOURCE 'flow-logs' | limit 5", right: 'limit 5' },
  'index-as-filter': { text: 'filterIndex action = "REJECT"', right: 'filter action = "REJECT"' },
  'log-stream-name': { text: 'stats count(*) by logStream', right: 'stats count(*) by @logStream' },
  'cidr-as-text': { text: 'filter srcAddr like "10.0.0.0/8"', right: 'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8")' },
  'never-a-value': { text: 'filter action = "reject"', right: 'filter action = "REJECT"' },
  'never-true': { text: 'filter protocol = "TCP"', right: 'filter protocol = 6' },
  'count-condition': { text: 'stats count(action = "REJECT")', right: 'stats sum(action = "REJECT")' },
  'no-sql-form': { text: 'pattern @message' },
  'replacement-group': { text: 'fields regexReplace(srcAddr, "(10)", "$1")' },
  'field-name': { text: 'stats sum(bytes) as bytes', right: 'stats sum(bytes) as total' },
  'like-as-cidr': { text: 'filter srcAddr like "10.0."', right: 'filter isIpv4InSubnet(srcAddr, "10.0.0.0/16")' },
  'like-wildcard': { text: 'filter interfaceId like "%0a"', right: 'filter interfaceId like "0a"' },
  'host-bits': { text: 'filter isIpv4InSubnet(srcAddr, "10.0.0.1/8")', right: 'filter isIpv4InSubnet(srcAddr, "10.0.0.0/8")' },
  'case-branches': { text: `fields case(${Array.from({ length: 11 }, (_, port) => `dstPort = ${port}, ${port}`).join(', ')})` },
  'regex-lazy': { text: 'filter srcAddr like /1.*?0/', right: 'filter srcAddr like /1[^0]*0/' },
  'regex-counted': { text: 'filter srcAddr like /[0-9]{2}/', right: 'filter srcAddr like /[0-9][0-9]/' },
  'percent-fraction': { text: 'stats pct(bytes, 0.95)', right: 'stats pct(bytes, 95)' },
} as const satisfies Record<ErrorCode | WarningCode, DiagnosticExample>
