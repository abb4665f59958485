import type { EngineWorld } from '../../lib/engines/engine-world'
import { waitForever } from '../../lib/engines/wait'
import { connect, connectLogs } from '../aws-clients'
import type { Terminal } from '../terminal'

/** The world of the engines as it is; tests replace parts of it. */
export function engineWorld(
  { signal }: Pick<Terminal, 'signal'>,
  replaced: Partial<EngineWorld> = {},
): EngineWorld {
  const { waiting = waitForever, ...others } = replaced
  return {
    connect,
    connectLogs,
    estimateScan: async (...args) =>
      (await import('../../lib/lake/estimate-scan')).estimateScan(...args),
    ...others,
    waiting: { ...waiting, signal },
  }
}
