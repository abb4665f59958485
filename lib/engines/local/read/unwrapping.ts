import { wrapperNamed } from '../inspect/wrappers/wrappers'

/** What takes the bytes of a text. */
export interface LineSink {
  add(bytes: Buffer): void
  /** The text is whole: takes what its form kept back. */
  finish?(): void
}

/** Takes a text of some form, the outermost first, and gives its lines to `lines`. */
export function unwrapping(wrappers: readonly string[] | undefined, lines: LineSink): LineSink {
  return (wrappers ?? []).reduceRight<LineSink>((sink, name) => {
    const unwrapper = wrapperNamed(name).open()
    return {
      add: (bytes) => sink.add(unwrapper.add(bytes)),
      finish() {
        sink.add(unwrapper.end())
        sink.finish?.()
      },
    }
  }, lines)
}
