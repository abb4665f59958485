/**
 * Works on the items, so many at a time, and gives what each became, in their order. After a failure no further item is begun,
 * and it is thrown once those that were begun are over.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = []
  let next = 0
  let failure: { readonly reason: unknown } | undefined
  const worker = async () => {
    while (next < items.length && !failure) {
      const index = next++
      try {
        done[index] = await work(items[index]!)
      } catch (reason) {
        failure ??= { reason }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (failure) throw failure.reason
  return done
}
