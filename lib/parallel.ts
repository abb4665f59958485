/**
 * Works on the items, so many at a time (each knows which of the workers, from 0, has it), and gives what each became, in their order. After a failure no further item is begun,
 * and it is thrown once those that were begun are over.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, worker: number) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = []
  let next = 0
  let failure: { readonly reason: unknown } | undefined
  const begin = async (worker: number) => {
    while (next < items.length && !failure) {
      const index = next++
      try {
        done[index] = await work(items[index]!, worker)
      } catch (reason) {
        failure ??= { reason }
      }
    }
  }
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, (_, worker) => begin(worker)),
  )
  if (failure) throw failure.reason
  return done
}
