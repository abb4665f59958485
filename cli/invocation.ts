import type { Terminal } from './terminal'

/** How this program was started, for commands to suggest: `natlens`, `npx natlens` or the script of a checkout. */
export function commandPrefix({ environment }: Pick<Terminal, 'environment'>): string {
  const event = environment.npm_lifecycle_event
  if (event === 'npx') return 'npx natlens'
  return event === 'start' || event === 'natlens' ? 'npm run -s natlens --' : 'natlens'
}

/** A word quoted for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
