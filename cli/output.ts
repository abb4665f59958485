import { stat, realpath } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { FILE_FORMATS, type FileFormat } from '../lib/engines/engine'
import { UsageError } from '../lib/errors'
import { OUTPUT_NAMES, type OutputName } from '../lib/presenters/presenters'

/** Where an answer goes: to stdout in a format, or to a file. */
export type Output =
  | { readonly kind: 'stdout'; readonly format: OutputName }
  | { readonly kind: 'file'; readonly file: OutputFile }

/** A file that a command writes. */
export interface NewFile {
  /** As the user wrote it. */
  readonly shown: string
  /** Absolute, without links. */
  readonly path: string
}

export interface OutputFile extends NewFile {
  readonly format: FileFormat
}

/**
 * Reads the value of `--output`; a relative path starts in `folder`.
 * @throws {UsageError} for another value, a folder that does not exist, and what is not a file.
 */
export async function parseOutput(text: string, folder: string): Promise<Output> {
  const name = OUTPUT_NAMES.find((known) => known === text)
  if (name !== undefined) return { kind: 'stdout', format: name }
  const ending = extname(text).slice(1).toLowerCase()
  const format = FILE_FORMATS.find((known) => known === ending)
  if (format === undefined) {
    throw new UsageError(`--output \`${text}\` is invalid`, {
      help: `valid values: ${OUTPUT_NAMES.join(', ')}, or a file: ${FILE_NAMES}`,
    })
  }
  return { kind: 'file', file: { ...(await parseFile('--output', text, folder)), format } }
}

/** `FILE.csv, FILE.json, FILE.parquet` */
export const FILE_NAMES = FILE_FORMATS.map((format) => `FILE.${format}`).join(', ')

/** Reads the value of --notices; errors are those of {@link parseFile}. */
export async function parseNotices(
  text: string | undefined,
  folder: string,
): Promise<NewFile | undefined> {
  return text === undefined ? undefined : parseFile('--notices', text, folder)
}

/**
 * Reads the path of a file to write; a relative one starts in `folder`.
 * @throws {UsageError} for a folder that does not exist, and what is not a file.
 */
async function parseFile(option: string, text: string, folder: string): Promise<NewFile> {
  const path = resolve(folder, text)
  const parent = await stat(dirname(path)).catch(() => undefined)
  if (!parent?.isDirectory()) {
    throw new UsageError(`the folder of ${option} \`${text}\` does not exist`)
  }
  const existing = await stat(path).catch(() => undefined)
  if (!existing) return { shown: text, path }
  // A device or a pipe would be replaced by a file.
  if (!existing.isFile()) throw new UsageError(`${option} \`${text}\` exists and is not a file`)
  return { shown: text, path: await realpath(path) }
}
