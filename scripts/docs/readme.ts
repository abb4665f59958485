import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START = '<!-- help -->'
const END = '<!-- /help -->'

/** README.md, with the output of `natlens --help` and `natlens run --help` between two marks. */
export function readmeDocument(current: string): string {
  const start = current.indexOf(START)
  const end = current.indexOf(END)
  if (start < 0 || end < start) throw new Error(`README.md has no ${START} … ${END}`)

  const help = [['--help'], ['run', '--help']].map(
    (command) => `\`\`\`\n$ natlens ${command.join(' ')}\n${helpOf(command)}\n\`\`\``,
  )
  return `${current.slice(0, start + START.length)}\n\n${help.join('\n\n')}\n\n${current.slice(end)}`
}

function helpOf(command: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'cli/main.ts', ...command],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' } },
  )
  if (status !== 0) throw new Error(`natlens ${command.join(' ')} ended with ${status}:\n${stderr}`)
  return stdout.trim().replace(/[ \t]+$/gm, '')
}
