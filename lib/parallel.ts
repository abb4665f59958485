/**
 * Runs `work` on the items, `atOnce` at a time; the results have the order of the items. `worker` counts from 0. After an error
 * no further item is started; the error is thrown when the started ones have ended.
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
