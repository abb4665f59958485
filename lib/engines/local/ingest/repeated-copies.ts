import { basename } from 'node:path'
import type { Database } from '../duckdb/database'
import { UserError } from '../../../errors'
import type { FoundFile } from '../file-state'
import { identityText } from './copy-metadata'
import { readCopies } from './existing-copies'
import { tokenInName } from './source-groups'

/**
 * The copies whose records another copy holds: folders of copies can have sources in common. Copies of one flow log and hour
 * have one name.
 * @throws {UserError} when copies of one flow log and hour have different sources, so that their records cannot be added.
 */
export async function findRepeatedCopies(
  copies: readonly FoundFile[],
  database: () => Promise<Database>,
): Promise<ReadonlySet<string>> {
  const repeated = [...groupByBaseName(copies).values()].filter(({ length }) => length > 1)
  if (repeated.length === 0) return new Set()

  const paths = repeated.flat().map(({ path }) => path)
  const known = [...(await readCopies(paths, await database())).values()].flat()
  const sources = new Map(known.map((copy) => [copy.path, new Set(copy.sources.map(identityText))]))
  return new Set(repeated.flatMap((same) => repeatedIn(same, sources)))
}

function repeatedIn(
  same: readonly FoundFile[],
  sources: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const known = same.flatMap((file) => {
    const of = sources.get(file.path)
    return of ? [{ file, of }] : []
  })
  const [largest, ...others] = known.sort((a, b) => b.of.size - a.of.size)
  if (!largest) return []
  const contained = others.filter(({ of }) => [...of].every((source) => largest.of.has(source)))
  const different = others.find((each) => !contained.includes(each))
  // Files of unknown flow logs on two machines can have one path.
  if (different && hasFlowLog(largest.file.path)) {
    throw new UserError(
      `\`${different.file.shown}\` and \`${largest.file.shown}\` are copies of different files`,
      { help: 'use --path for one folder of copies' },
    )
  }
  return contained.map(({ file }) => file.path)
}

/** The token of a known flow log begins with its hour. */
function hasFlowLog(path: string): boolean {
  return /^\d{10}-/.test(tokenInName(path) ?? '')
}

function groupByBaseName(files: readonly FoundFile[]): ReadonlyMap<string, readonly FoundFile[]> {
  const byName = new Map<string, FoundFile[]>()
  for (const file of files) {
    const name = basename(file.path)
    const same = byName.get(name)
    if (same) same.push(file)
    else byName.set(name, [file])
  }
  return byName
}
