import { UserError } from '../../lib/errors'

/** Message and help of the {@link UserError} that the action throws. */
export function caught(action: () => unknown): { message: string; help: string | undefined } {
  try {
    action()
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, help: error.help }
    throw error
  }
  throw new Error('nothing was thrown')
}
