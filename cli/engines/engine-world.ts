import type { EngineWorld } from '../../lib/engines/engine-world'
import { waitForever } from '../../lib/engines/wait'
import { connect, connectLogs } from '../aws-clients'
import type { Terminal } from '../terminal'

/** The clients, estimates and clock of the engines; tests replace some of them. */
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
