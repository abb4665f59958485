/** A log group that delivered the records of a file. */
export interface LogGroup {
  readonly name: string
  readonly account: string | undefined
  readonly region: string | undefined
}

/**
 * `123456789012:/vpc/flow-logs`, as `@log` has it. With the region it is another id: the files that natlens fetched repeat
 * what a subscription of the same group delivers.
 */
export function logGroupId({ account, region, name }: LogGroup): string {
  return [account, region, name].filter((part) => part !== undefined).join(':')
}

/** As `natlens fetch` names files: `123456789012_eu-west-1_%2Fvpc%2Fflow-logs/2026/03/14/10/1020.gz` */
const FETCHED =
  /(?:^|[\\/])(\d{12})_([a-z]{2}(?:-[a-z]+)+-\d)_([^\\/]+)[\\/]\d{4}(?:[\\/]\d\d){3}[\\/]\d{4}\.gz$/

/** The log group from which natlens fetched a file, as its path says. */
export function fetchedGroup(path: string): LogGroup | undefined {
  const [, account, region, encoded] = FETCHED.exec(path) ?? []
  const name = encoded === undefined ? undefined : decode(encoded)
  return name === undefined ? undefined : { name, account, region }
}

function decode(name: string): string | undefined {
  try {
    return decodeURIComponent(name)
  } catch {
    return undefined
  }
}

const GROUP = /"logGroup"\s*:\s*("(?:[^"\\]|\\.)+")/
const OWNER = /"owner"\s*:\s*"(\d{12})"/

/** The log group of the first envelope of a subscription in a text. */
export function subscribedGroup(head: Buffer): LogGroup | undefined {
  const text = head.toString('utf8')
  const [, quoted] = GROUP.exec(text) ?? []
  if (quoted === undefined) return undefined
  return { name: unquoted(quoted), account: OWNER.exec(text)?.[1], region: undefined }
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}
