/** What a file that is not a flow log is, for messages. */
export interface ForeignKind {
  readonly what: string
  /** The command that makes it readable. */
  readonly command?: string
}

type Known = ForeignKind & { readonly test: RegExp }

/* eslint-disable no-control-regex -- the first bytes of formats */
/** Tried in this order on the first bytes, one character a byte. */
const KNOWN: readonly Known[] = [
  { test: /^[0-9a-f]{64} \S+ \[\d\d\/\w{3}\/\d{4}:/, what: 'an S3 access log' },
  { test: /^(https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\S+Z \S+ \S+:\d+ /, what: 'a load balancer access log' },
  { test: /^tls \d\.\d \d{4}-\d\d-\d\dT/, what: 'a load balancer access log' },
  { test: /^\d{4}-\d\d-\d\dT\S+Z \S+ [\d.]+:\d+ [\d.:-]+ [\d.-]+ /, what: 'a load balancer access log' },
  { test: /^#(Version|Fields):/, what: 'a CloudFront access log' },
  { test: /^\d{4}-\d\d-\d\d\s\d\d:\d\d:\d\d\s\S+\s\d+\s\S+\s[A-Z]+\s/, what: 'a CloudFront access log' },
  { test: /^\S+ \S+ \S+ \[\d\d\/\w{3}\/\d{4}:[^\]]*\] "/, what: 'a web server access log' },
  { test: /^\s*\{\s*"Records"\s*:\s*\[|^\s*\{\s*"eventVersion"/, what: 'a CloudTrail file' },
  { test: /^\s*[{[][^]*"(class_uid|activity_id)"/, what: 'an OCSF file' },
  { test: /^\s*\{[^]*"configurationItems"/, what: 'an AWS Config file' },
  { test: /^\s*\{[^]*"(query_name|query_timestamp)"/, what: 'a Resolver query log' },
  { test: /^\s*\{[^]*"webaclId"/, what: 'a WAF log' },
  { test: /^\s*\{[^]*"firewall_name"/, what: 'a Network Firewall log' },
  { test: /^\s*[{[]/, what: 'JSON without a record under `message`' },
  { test: /^\s*</, what: 'XML or HTML' },
  { test: /^#separator/, what: 'a Zeek log' },
  { test: /^\xfd7zXZ/, what: 'an xz file', command: 'xz -dk' },
  { test: /^\x04\x22\x4d\x18/, what: 'an lz4 file', command: 'lz4 -dk' },
  { test: /^\xff\x06\x00\x00sNaPpY/, what: 'a snappy file', command: 'snzip -dk' },
  { test: /^7z\xbc\xaf/, what: 'a 7z archive', command: '7z x' },
  { test: /^Rar!/, what: 'a RAR archive', command: 'unrar x' },
  { test: /^ORC/, what: 'an ORC file' },
  { test: /^Obj\x01/, what: 'an Avro file' },
  { test: /^SQLite format 3/, what: 'an SQLite database' },
  { test: /^[^]{8}DUCK/, what: 'a DuckDB database' },
  { test: /^(\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x0a\x0d\x0d\x0a)/, what: 'a packet capture' },
  { test: /^%PDF/, what: 'a PDF file' },
  { test: /^(\x89PNG|GIF8|\xff\xd8\xff)/, what: 'an image' },
] // prettier-ignore

/** Undefined for what is not known either. */
export function foreignKind(head: Buffer): ForeignKind | undefined {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  return KNOWN.find(({ test }) => test.test(text))
}
