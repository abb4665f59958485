/** Names of a query as SQL names: `bytes` and `Bytes` are one name in SQL and two in Logs Insights. */
export class SqlNames {
  private readonly taken = new Map<string, string>()

  /** The SQL name; a column of the query can have the name of a field of the record. */
  of(name: string, owner: 'record' | 'query' = 'query'): string {
    const key = `${owner} ${name}`
    const known = [...this.taken].find(([, taker]) => taker === key)
    if (known) return known[0]

    let candidate = name
    for (let number = 2; this.has(candidate); number++) candidate = `${name}_${number}`
    this.taken.set(candidate, key)
    return candidate
  }

  /** Whether another column has this name in another letter case, or as a field of the record. */
  isShared(name: string): boolean {
    return [...this.taken].some(([candidate, key]) => {
      const own = key.slice(key.indexOf(' ') + 1)
      return own.toLowerCase() === name.toLowerCase() && own !== candidate
    })
  }

  clear(): void {
    this.taken.clear()
  }

  private has(candidate: string): boolean {
    const lower = candidate.toLowerCase()
    return [...this.taken.keys()].some((name) => name.toLowerCase() === lower)
  }
}
