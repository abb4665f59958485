import type { Command } from './command'

/** Every command by its verb, in the order of `--help`; each is loaded when it is used. */
export const COMMANDS = {
  run: async () => (await import('./commands/run')).runCommand,
  list: async () => (await import('./commands/list')).listCommand,
  show: async () => (await import('./commands/show')).showCommand,
  check: async () => (await import('./commands/check')).checkCommand,
  queries: async () => (await import('./commands/queries')).queriesCommand,
  partitions: async () => (await import('./commands/partitions')).partitionsCommand,
  archive: async () => (await import('./commands/archive')).archiveCommand,
  fetch: async () => (await import('./commands/fetch')).fetchCommand,
  ingest: async () => (await import('./commands/ingest')).ingestCommand,
  files: async () => (await import('./commands/files')).filesCommand,
  summary: async () => (await import('./commands/summary')).summaryCommand,
  cache: async () => (await import('./commands/cache')).cacheCommand,
  sample: async () => (await import('./commands/sample')).sampleCommand,
} as const satisfies Record<string, () => Promise<Command>>

export type Verb = keyof typeof COMMANDS

export const VERBS = Object.keys(COMMANDS) as readonly Verb[]

export function isVerb(word: string): word is Verb {
  return Object.hasOwn(COMMANDS, word)
}
