import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { localEngine } from '../lib/engines/local/local-engine'
import { positionAt } from '../lib/language/diagnostics'
import { parseQuery } from '../lib/language/parse'
import type { Plan } from '../lib/language/plan'
import { resolveQuery } from '../lib/language/resolve'
import type { Row } from '../lib/results/result'
import { writeSample } from '../lib/sample/sample'

/**
 * Which queries of a corpus run on the sample, as text and as Parquet alike, and where the others are refused: `node --import tsx scripts/corpus.ts FILE…`.
 * A file is a JSON list of `{ id, query, about? }`; `about` says of a query that it is invalid. Fails when a valid query of
 * flow logs does not run, or an invalid one does.
 */
interface Entry {
  readonly id: string
  readonly query: string
  readonly about?: string
}

type Verdict = 'runs' | 'CloudWatch only' | 'refused' | 'fails' | 'differs on Parquet'

/** By the first that matches; else a query is valid. */
const KINDS: readonly (readonly [kind: string, test: (entry: Entry) => boolean])[] = [
  ['of other logs', ({ id }) => id.startsWith('gen-')],
  ['template', ({ about = '' }) => /\[template|shell variables/.test(about)],
  ['with a lookup table', ({ query }) => /\|\s*(cidr)?lookup\b/i.test(query)],
  [
    'invalid',
    ({ about = '' }) => /invalid|rejected by|wrong (?:field|names)|silently wrong/i.test(about),
  ],
]
/** The verdicts that a kind must have. */
const EXPECTED: Readonly<Record<string, Verdict>> = { valid: 'runs', invalid: 'refused' }

const entries = process.argv
  .slice(2)
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[])
const folder = await mkdtemp(join(tmpdir(), 'natlens-corpus-'))
try {
  const [text, parquet] = ['text', 'parquet'] as const
  for (const as of [text, parquet])
    await writeSample({ out: join(folder, as), as, conversations: 40, hours: 1, fields: 'v11' })
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const { verdict, detail } = await judge(entry.query)
    const kind = KINDS.find(([, test]) => test(entry))?.[0] ?? 'valid'
    const key = `${kind}: ${verdict}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    const isExpected = verdict === (EXPECTED[kind] ?? verdict)
    console.log(
      `${isExpected ? 'ok ' : 'BUT'} ${entry.id} ${key}${detail === '' ? '' : `: ${detail}`}`,
    )
    if (!isExpected) process.exitCode = 1
  }
  for (const [key, count] of [...counts].sort()) console.log(`${key}: ${count}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function judge(
  text: string,
): Promise<{ readonly verdict: Verdict; readonly detail: string }> {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline)
  const all = [...diagnostics, ...resolved.diagnostics].sort((a, b) => a.span.start - b.span.start)
  const errors = all.filter(({ severity }) => severity === 'error')
  const detail = (errors.length > 0 ? errors : all)
    .map(({ code, span }) => {
      const { line, column } = positionAt(text, span.start)
      return `${line}:${column} ${code} \`${text.slice(span.start, span.end).replace(/\s+/g, ' ')}\``
    })
    .join(', ')
  if (errors.length > 0) return { verdict: 'refused', detail }
  if (!resolved.plan) return { verdict: 'CloudWatch only', detail }
  const { plan } = resolved
  try {
    const [rows, twins] = await Promise.all(
      ['text', 'parquet'].map((form) => rowsOf(text, plan, join(folder, form))),
    )
    const isSame = JSON.stringify(rows) === JSON.stringify(twins)
    return { verdict: isSame ? 'runs' : 'differs on Parquet', detail: `${rows!.length} rows` }
  } catch (thrown) {
    return { verdict: 'fails', detail: (thrown as Error).message }
  }
}

async function rowsOf(text: string, plan: Plan, path: string): Promise<readonly Row[]> {
  const question = { name: 'query', text, plan, needs: [], otherwise: undefined, range: undefined }
  const { batches } = await localEngine({ paths: [path] }).run(question, {
    onNotice: () => undefined,
  })
  const rows: Row[] = []
  for await (const batch of batches) rows.push(...batch)
  return rows
}
