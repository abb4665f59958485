import { UsageError } from '../errors'

/** The flow logs whose records count: those with these ids, or all of them, added up. */
export type FlowLogChoice = 'all' | readonly string[]

/** Whether a text is the id of a flow log: `fl-` and letters or digits. */
export function isFlowLogId(text: string): boolean {
  return /^fl-[0-9a-z]+$/.test(text)
}

/** Reads the values of `--flow-log`, each an id or a list with commas; undefined without a value. */
export function parseFlowLogs(values: readonly string[] | undefined): FlowLogChoice | undefined {
  if (values === undefined) return undefined
  const names = [...new Set(values.flatMap((value) => value.split(',')))].map((name) => name.trim())
  if (names.length === 1 && names[0] === 'all') return 'all'
  const invalid = names.find((name) => !isFlowLogId(name))
  if (invalid === undefined) return names
  throw invalid === 'all'
    ? new UsageError('--flow-log `all` cannot be combined with the id of a flow log')
    : new UsageError(`--flow-log \`${invalid}\` is not the id of a flow log`, {
        help: 'use an id such as fl-0a1b2c3d4e5f67890, or all',
      })
}
