import type { Field } from '../../../flow-log/fields'
import type { Question } from '../../engine'
import { knownFields, type UsableFile } from '../file-state'

/** The flow logs in the order of how well their fields fit the questions; those that fit alike have one place. */
export function placesOf(
  files: readonly UsableFile[],
  questions: readonly Pick<Question, 'needs' | 'plan'>[],
): ReadonlyMap<string, number> {
  const needed = new Set<string>(questions.flatMap(({ needs }) => needs))
  const used = new Set<string>(questions.flatMap(({ plan }) => plan.fields))
  const ranked = [...commonFields(files)].map(([origin, fields]) => {
    const has = (names: ReadonlySet<string>) => [...names].filter((name) => fields.has(name)).length
    const hasEvidence = used.has('interfaceType') && fields.has('interfaceType')
    // From the most to the least important.
    return { origin, fit: [has(needed) === needed.size ? 1 : 0, hasEvidence ? 1 : 0, has(used)] }
  })
  ranked.sort((a, b) => compareFits(b.fit, a.fit))
  const places = new Map<string, number>()
  let [place, last] = [0, ranked[0]?.fit ?? []]
  for (const { origin, fit } of ranked) {
    if (compareFits(fit, last) !== 0) place++
    last = fit
    places.set(origin, place)
  }
  return places
}

/** The names of the fields that all files of a flow log have. */
function commonFields(files: readonly UsableFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  // A thousand files of one format share its list.
  const formats = new Map<string, Map<unknown, readonly Field[]>>()
  for (const file of files) {
    const origin = file.origin.id
    if (origin === undefined) continue
    const known = formats.get(origin) ?? new Map<unknown, readonly Field[]>()
    const format = file.kind === 'parquet' ? file.columns : file.layout.fields
    if (!known.has(format)) known.set(format, knownFields(file))
    formats.set(origin, known)
  }
  return new Map(
    [...formats].map(([origin, lists]) => {
      const [first = [], ...rest] = [...lists.values()]
      const common = first.filter((field) => rest.every((list) => list.includes(field)))
      return [origin, new Set(common.map(({ name }) => name))]
    }),
  )
}

function compareFits(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at])
  return index < 0 ? 0 : a[index]! - b[index]!
}
