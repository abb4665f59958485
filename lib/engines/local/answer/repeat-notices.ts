import { countText } from '../../../count-text'
import { humanBytes } from '../../../human-bytes'
import type { Notice } from '../../engine'
import { damage, note } from '../../notices'
import type { RepeatReason, SkippedFile } from '../file-state'

type RepeatedFile = SkippedFile &
  Required<Pick<SkippedFile, 'size' | 'twin'>> & { readonly reason: RepeatReason }

interface Words {
  /** What a file is, before the name of the file that is read instead. */
  readonly of: (twin: string) => string
  readonly many: string
  readonly makes: (message: string) => Notice
}

const WORDS: Readonly<Record<RepeatReason, Words>> = {
  'same-object': {
    of: (twin) => `same object as ${twin}`,
    many: 'files that repeat objects of AWS',
    makes: note,
  },
  'same-content': {
    of: (twin) => `same content as ${twin}`,
    many: 'files with the content of other files',
    makes: note,
  },
  'smaller-object': {
    of: (twin) => `smaller than ${twin}, the same object`,
    many: 'files that are smaller than the same objects elsewhere',
    makes: note,
  },
  'other-object': {
    of: (twin) => `differs from ${twin}, the same object, which is read`,
    many: 'files that differ from the same objects elsewhere',
    makes: damage,
  },
}

export function isRepeat(file: SkippedFile): file is RepeatedFile {
  return file.twin !== undefined
}

/** Why a file is not read, with the name of the file that is read instead. */
export function repeatWords({ reason, twin }: RepeatedFile): string {
  return WORDS[reason].of(`\`${twin.shown}\``)
}

/** One notice for each way in which files repeat others, with their number and bytes. */
export function repeatNotices(skipped: readonly SkippedFile[]): Notice[] {
  const repeats = skipped.filter(isRepeat)
  return Object.entries(WORDS).flatMap(([reason, { many, makes }]) => {
    const files = repeats.filter((file) => file.reason === reason)
    const [first] = files
    if (!first) return []
    const bytes = humanBytes(files.reduce((sum, { size }) => sum + size, 0))
    const why = repeatWords(first)
    if (files.length === 1) return [makes(`skipped \`${first.shown}\` (${bytes}): ${why}`)]
    const message = `skipped ${countText(files.length)} ${many}, ${bytes}`
    const details = files.map((file) => `${file.shown}: ${repeatWords(file)}`)
    return [{ ...makes(`${message} (first: \`${first.shown}\`, ${why}; -v lists them)`), details }]
  })
}
