import type { Value } from './plan'

/** The value's type for messages. */
export function typeWords({ kind, type }: Pick<Value, 'kind' | 'type'>): string {
  if (kind === 'period') return 'a period'
  switch (type) {
    case 'text':
      return 'a text'
    case 'integer':
      return 'a whole number'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'a condition'
    case 'time':
      return 'a time'
  }
}
