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

/** Converts every error to one message and an exit status. */
async function main(words: readonly string[]): Promise<number> {
  try {
    const { program } = await import('./program')
    return await program(words, processTerminal)
  } catch (error) {
    return report(error, words.includes('--debug'))
  }
}

function report(error: unknown, isDebugging: boolean): number {
  const say = (line: string) => processTerminal.say(line)
  if (error instanceof ClosedOutput) return 0
  if (error instanceof InterruptedError) {
    say('natlens: interrupted')
    return interruptionExitCode()
  }

  const failure = error instanceof Error ? error : new Error(String(error))
  say(`natlens: ${failure.message}`)
  const help =
    failure instanceof UserError
      ? failure.help
      : isDebugging
        ? 'this is a bug in natlens: report these lines and what you ran'
        : 'this is a bug in natlens: run it again with --debug and report what it prints'
  if (help !== undefined) say(`help: ${help}`)
  if (isDebugging) say(stacksOf(failure))
  return failure instanceof UserError ? failure.exitCode : 1
}

/** The stack of the error, then those of its causes. */
function stacksOf({ stack, message, cause }: Error): string {
  const own = stack ?? message
  return cause instanceof Error ? `${own}\ncaused by: ${stacksOf(cause)}` : own
}
