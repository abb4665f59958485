import { UserError } from '../../errors'
import type { Estimate } from '../engine-module'
import { explainAwsError, isAccessDenied, stopsEveryCall } from './aws-errors'

/**
 * Makes an estimate from calls of AWS. A log group, table or bucket that does not exist covers nothing; where access is denied, the
 * estimate comes from the settings alone.
 * @throws {UserError} for an error that stops every call, such as expired credentials.
 */
export async function estimateOrExplain(
  make: () => Promise<Estimate>,
  bySettings: Pick<Estimate, 'covers' | 'why'>,
): Promise<Estimate> {
  try {
    return await make()
  } catch (error) {
    const explained = explainAwsError(error)
    if (!(explained instanceof UserError)) throw explained
    const { message } = explained
    const unknown = { bytes: null, usd: null }
    if (isAccessDenied(error))
      return { ...unknown, ...bySettings, why: `${bySettings.why}; ${message}` }
    if (stopsEveryCall(error) && !/not found$/.test(message)) throw explained
    return { ...unknown, covers: false, why: message }
  }
}
