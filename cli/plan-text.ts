import type { Plan } from '../lib/language/plan'
import { diagnose } from './prepare-query'

/** The plan of a text of natlens's own. @throws {Error} for a mistake in it. */
export function planText(text: string): Plan {
  const { plan, diagnostics } = diagnose({ text, parameters: [] })
  if (plan) return plan
  throw new Error(diagnostics.map(({ message }) => message).join('\n'))
}
