import { readFileSync } from 'node:fs'

/** What `kernel/index.ts` exports. Addresses and indexes are offsets in `memory`. */
export interface Kernel {
  readonly input: WebAssembly.Global<'i32'>
  readonly inputBytes: WebAssembly.Global<'i32'>
  readonly header: WebAssembly.Global<'i32'>

  setMaxRows(count: number): void
  addColumn(kind: number): void
  setRange(from: bigint, to: bigint): void

  beginFormat(fields: number, headerLength: number, prefixColumns: number): void
  addIntegerField(index: number, max: bigint, isWanted: boolean): number
  setColumnField(column: number, field: number, integer: number): void
  setStartField(integer: number): void
  setEndField(integer: number): void
  setSummedField(sum: number, integer: number): void

  scan(from: number, to: number): number
  readonly mended: WebAssembly.Global<'i32'>
  readonly mendedPlaces: WebAssembly.Global<'i32'>
  readonly mendedOrigins: WebAssembly.Global<'i32'>
  addMended(length: number): void
  readonly lineCount: WebAssembly.Global<'i32'>
  readonly headerCount: WebAssembly.Global<'i32'>
  readonly records: WebAssembly.Global<'i32'>
  readonly outOfRange: WebAssembly.Global<'i32'>
  readonly stopsAtHeader: WebAssembly.Global<'i32'>
  readonly oddLines: WebAssembly.Global<'i32'>
  readonly oddLineCount: WebAssembly.Global<'i32'>

  readonly firstStart: WebAssembly.Global<'i64'>
  readonly lastStart: WebAssembly.Global<'i64'>
  sumLow(sum: number): bigint
  sumHigh(sum: number): bigint
  resetTotals(): void
  resetSums(): void

  readonly rows: WebAssembly.Global<'i32'>
  isFull(): number
  clearColumns(): void
  columnValues(column: number): number
  columnValueCount(column: number): number
  dictionaryBegin(column: number): number
  dictionaryEnd(column: number): number
  dictionaryCount(column: number): number
  findColumnRange(column: number): void
  columnMin(column: number): bigint
  columnMax(column: number): bigint
  readonly encoded: WebAssembly.Global<'i32'>
  encodeCodes(column: number): number
  encodePresence(column: number): number
  encodeDeltas(column: number): number
}

/** Memory that no kernel uses any more. To free it and take as much again would cost more than to read a small file. */
let idleMemory: WebAssembly.Memory | undefined

/** Memory for a kernel, which increases it. */
export function takeMemory(): WebAssembly.Memory {
  const memory = idleMemory ?? new WebAssembly.Memory({ initial: 16 })
  idleMemory = undefined
  return memory
}

/** The kernel is not used afterwards. */
export function giveMemoryBack(memory: WebAssembly.Memory): void {
  idleMemory = memory
}

const FILE = new URL('kernel.wasm', import.meta.url)

/** The compiled kernel, which other threads can use too; undefined where it was not built. */
export function loadKernel(file: URL = FILE): WebAssembly.Module | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return new WebAssembly.Module(bytes)
}
