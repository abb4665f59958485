import type { EngineSetup } from '../../lib/engines/engine-module'
import type { Settings } from '../../lib/settings/settings'

/** What an engine is located by: options and settings, on a machine that says nothing else. */
export function setupOf(options: object, settings?: Settings): EngineSetup {
  return {
    options,
    paths: [],
    listed: [],
    logFormat: undefined,
    latenessSeconds: 1800,
    settings,
    environment: {},
    folder: '.',
    cacheFolder: undefined,
  }
}
