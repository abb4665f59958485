import { ACCOUNT, REGION, awsId } from './network'

/** A record on its way to a file. */
export interface Delivery {
  /** The record, without a line end. */
  readonly line: string
  /** Its start, Unix seconds. */
  readonly start: number
  /** The five-minute slot of the file it goes to: Unix seconds / 300, never one that has ended. */
  readonly slot: number
  /** Its CloudWatch log stream. */
  readonly stream: string
}

/** Writes records to files as AWS does. */
export interface LogWriter {
  /** Returns a promise when the writer needs a pause: await it before the next record. */
  write(delivery: Delivery): Promise<void> | undefined
  /** No record of this slot or an earlier one follows. */
  endSlot(slot: number): Promise<void>
  /** Writes the remaining records. */
  finish(): Promise<void>
  /** Frees all resources, finished or not. */
  release(): void
}

/** The length of a delivery slot. */
export const SLOT_SECONDS = 300

/** Lines that a writer holds in memory for one file. */
export const MAX_LINES = 25_000

export interface SlotTime {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  /** As file names write it: `20260314T1620Z`. */
  readonly stamp: string
}

export function slotTime(slot: number): SlotTime {
  const text = new Date(slot * SLOT_SECONDS * 1000).toISOString()
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)]
  const hour = text.slice(11, 13)
  return { year, month, day, hour, stamp: `${year}${month}${day}T${hour}${text.slice(14, 16)}Z` }
}

/** The name of a flow-log file in S3. */
export function fileName(stamp: string, hash: number, ending: string, seed: number): string {
  return `${ACCOUNT}_vpcflowlogs_${REGION}_${awsId('fl', seed)}_${stamp}_${hashDigits(hash)}.${ending}`
}

/** A hash as eight hexadecimal digits. */
export function hashDigits(hash: number): string {
  return hash.toString(16).padStart(8, '0')
}
