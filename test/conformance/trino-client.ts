/** What Trino answers: rows of plain JSON values. */
export interface TrinoResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Runs one statement on a Trino server by its plain protocol: POST, then `nextUri` until there is none. */
export async function runOnTrino(server: string, sql: string): Promise<TrinoResult> {
  const headers = {
    'X-Trino-User': 'natlens',
    // Without it the server says `timestamp` for every precision.
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  }
  let columns: TrinoResult['columns'] = []
  const rows: unknown[][] = []
  let response = await fetch(`${server}/v1/statement`, { method: 'POST', headers, body: sql })
  for (;;) {
    const page = (await response.json()) as {
      nextUri?: string
      columns?: TrinoResult['columns']
      data?: unknown[][]
      error?: { errorName: string; message: string }
    }
    if (page.error) throw new Error(`${page.error.errorName}: ${page.error.message}\n${sql}`)
    columns = page.columns ?? columns
    rows.push(...(page.data ?? []))
    if (page.nextUri === undefined) return { columns, rows }
    response = await fetch(page.nextUri, { headers })
  }
}
