import { rmSync } from 'node:fs'
import { throwIfAborted } from '../../../errors'
import { column } from '../../../flow-log/fields'
import { lineReader, type LineReaderOptions } from './line-reader'
import { parquetFile, type ParquetFile, type ParquetSize } from './parquet/parquet-file'
import type { Part, PartEnd } from './part'
import { throwCannot } from './system-errors'
import { nextTurn, textFileReader, type ReadOptions, type TextReading } from './text-file-reader'

/** How the lines of all parts are read. */
export interface PartReaderOptions extends Omit<LineReaderOptions, 'onRowGroup'> {
  /** Whether the readings and the Parquet files get checksums. */
  readonly hashes?: boolean | undefined
}

/** Reads text files into Parquet files, in this thread. */
export interface PartReader {
  /** Reads the files of a part and gives a reading of each; `end` then writes the end of the Parquet file. */
  read(part: Part, options?: ReadOptions): Promise<readonly TextReading[]>
  /** Undefined where the Parquet file is discarded. */
  end(out: string, how: PartEnd): ParquetSize | undefined
  /** Frees the memory: it is not used afterwards. */
  close(): void
}

export function partReader({ hashes, ...options }: PartReaderOptions): PartReader {
  const columns = options.columns.map((field) => ({ name: column(field), type: field.type }))
  /** Read, but without their ends. */
  const open = new Map<string, ParquetFile>()
  let output: ParquetFile | undefined
  const lines = lineReader({
    ...options,
    onRowGroup: (group) => writing(output!.path, () => output!.write(group)),
  })
  const texts = textFileReader(lines, hashes)

  function discard(file: ParquetFile): void {
    file.abandon()
    rmSync(file.path, { force: true })
  }

  return {
    async read({ out, files, range }, { onBytes, signal } = {}) {
      const file = writing(out, () => parquetFile(out, columns, { hashes }))
      output = file
      if (range) lines.setRange(range)
      try {
        const readings: TextReading[] = []
        for (const each of files) {
          // Without it a thread that reads small files handles no message and no interrupt.
          await nextTurn()
          throwIfAborted(signal)
          readings.push(await texts.read(each, file, { onBytes, signal }))
        }
        lines.flush()
        open.set(out, file)
        return readings
      } catch (error) {
        lines.clear()
        discard(file)
        throw error
      }
    },
    end(out, how) {
      const file = open.get(out)!
      open.delete(out)
      if (how.kind === 'close') return writing(out, () => file.close(how.metadata))
      discard(file)
      return undefined
    },
    close: () => lines.close(),
  }
}

function writing<T>(path: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throwCannot('written', path, error)
  }
}
