import { cloudwatchExport } from './cloudwatch-export'
import type { Container } from './container'
import { headerLine } from './header-line'
import { knownFormat } from './known-format'
import { parquet } from './parquet'

/** The forms of files; the first that recognizes a file says how it is read. */
export const CONTAINERS: readonly Container[] = [parquet, headerLine, cloudwatchExport, knownFormat]
