import type { Diagnostic } from './diagnostics'
import { ERROR_SENTENCES } from './error-sentences'
import type { Sentence } from './sentence'
import type { Span } from './syntax'
import { WARNING_SENTENCES } from './warning-sentences'

export type ErrorCode = keyof typeof ERROR_SENTENCES
export type WarningCode = keyof typeof WARNING_SENTENCES

/** An error; `parts` are the arguments of its sentence. */
export function error<C extends ErrorCode>(
  code: C,
  span: Span,
  ...parts: Parameters<(typeof ERROR_SENTENCES)[C]>
): Diagnostic {
  const sentence = ERROR_SENTENCES[code] as (...parts: unknown[]) => Sentence
  const [message, help] = sentence(...parts)
  return { code, severity: 'error', message, help, span }
}

/** A warning; `parts` are the arguments of its sentence. */
export function warning<C extends WarningCode>(
  code: C,
  span: Span,
  ...parts: Parameters<(typeof WARNING_SENTENCES)[C]>
): Diagnostic {
  const sentence = WARNING_SENTENCES[code] as (...parts: unknown[]) => Sentence
  const [message, help] = sentence(...parts)
  return { code, severity: 'warning', message, help, span }
}
