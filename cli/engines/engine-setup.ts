import { parseFlowLogs } from '../../lib/flow-log/flow-log-choice'
import { parseLineFormat } from '../../lib/flow-log/format'
import type { EngineSetup } from '../../lib/engines/engine-module'
import type { ListedFiles } from '../../lib/engines/listed-files'
import type { EngineOptionValues } from '../../lib/engines/engines'
import { parseBytes, parseSeconds } from '../../lib/engines/option-values'
import type { FlowLogKind } from '../../lib/flow-log/transit-gateway'
import type { Settings } from '../../lib/settings/settings'
import { cacheFolder } from '../cache-folder'
import type { Terminal } from '../terminal'

export interface SetupArguments extends EngineOptionValues {
  readonly lateness: string
  readonly logFormat?: string | undefined
  readonly noCache?: boolean | undefined
  readonly cacheSize?: string | undefined
  readonly verify?: boolean | undefined
  readonly exclude?: string[] | undefined
  readonly kind?: FlowLogKind | undefined
  readonly flowLog?: string[] | undefined
}

/** The input of all engines' `locate`. @throws {UsageError} for a log format, a flow log, a lateness or a size that is invalid. */
export function engineSetup(
  args: SetupArguments,
  paths: readonly string[],
  settings: Settings | undefined,
  terminal: Pick<Terminal, 'environment' | 'folder' | 'platform' | 'stdin'>,
  listed: readonly ListedFiles[] = [],
): EngineSetup {
  const { environment, folder } = terminal
  return {
    options: args as object,
    paths,
    listed,
    logFormat: args.logFormat === undefined ? undefined : parseLineFormat(args.logFormat),
    stdin: terminal.stdin,
    exclude: args.exclude,
    logKind: args.kind,
    flowLogs: parseFlowLogs(args.flowLog),
    latenessSeconds: parseSeconds('--lateness', args.lateness),
    settings,
    environment,
    folder,
    cacheFolder: args.noCache ? undefined : cacheFolder(terminal),
    cacheBytes:
      args.cacheSize === undefined ? undefined : parseBytes('--cache-size', args.cacheSize),
    verifiesCopies: args.verify,
  }
}
