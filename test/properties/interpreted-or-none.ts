import type { Plan } from '../../lib/language/plan'
import type { FlowRecord } from '../interpreter/flow-record'
import { interpret, type Interpreted } from '../interpreter/interpret'

/** Undefined where the interpreter's regular expressions, JavaScript's, lack a form of RE2; another error ends with `told`. */
export function interpretedOrNone(
  plan: Plan,
  records: readonly FlowRecord[],
  told = '',
): Interpreted | undefined {
  try {
    return interpret(plan, records)
  } catch (thrown) {
    const { message } = thrown as Error
    if (/regular expression|the interpreter knows no/.test(message)) return undefined
    throw new Error(`${message}\n${told}`, { cause: thrown })
  }
}
