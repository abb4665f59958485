/** Does a step and says in one line what came of it; one that fails says so and ends the run. */
export async function step<T>(
  name: string,
  work: () => Promise<readonly [result: T, facts: string]>,
  print: (line: string) => void = console.log,
): Promise<T> {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  try {
    const [result, facts] = await work()
    print(`ok      ${name}: ${facts} (${seconds()} s)`)
    return result
  } catch (error) {
    print(`FAILED  ${name} (${seconds()} s)`)
    throw error
  }
}
