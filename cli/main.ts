import {
  ClosedOutput,
  commandLine,
  interruptionExitCode,
  processTerminal,
  setExitCode,
  surviveClosedPipes,
} from './terminal'
import { InterruptedError, UserError } from '../lib/errors'

surviveClosedPipes()
void main(commandLine()).then(setExitCode)

/** The only catch of the program: errors become one message and an exit status. */
async function main(words: readonly string[]): Promise<number> {
  try {
    const { plainForm } = await import('./plain-form')
    const work = await plainForm(words, processTerminal)
    if (work) return await work()
    const { program } = await import('./program')
    return await program(words, processTerminal)
  } catch (error) {
    return explained(error, words)
  }
}

function explained(error: unknown, words: readonly string[]): number {
  const say = (line: string) => processTerminal.say(line)
  if (error instanceof ClosedOutput) return 0
  if (error instanceof InterruptedError) {
    say('natlens: interrupted')
    return interruptionExitCode()
  }
  if (error instanceof UserError) {
    say(`natlens: ${error.message}`)
    if (error.help !== undefined) say(`help: ${error.help}`)
    if (words.includes('--debug') && error.cause instanceof Error) say(error.cause.stack ?? '')
    return error.exitCode
  }

  const bug = error instanceof Error ? error : new Error(String(error))
  say(`natlens: ${bug.message}`)
  if (words.includes('--debug')) say(bug.stack ?? '')
  say('help: this is a bug in natlens; report it with what `--debug` prints (see CONTRIBUTING.md)')
  return 1
}
