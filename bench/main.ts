import { cpus, totalmem } from 'node:os'
import process from 'node:process'
import { benchCases, type Case } from './cases'
import { ENVIRONMENT, MissingProgram } from './commands'
import { compare, peakMiB } from './compare'
import { dataSets } from './data'
import { benchOptions } from './options'

const options = benchOptions()
const rounds = { rounds: options.rounds, environment: ENVIRONMENT }

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}, ${Math.round(totalmem() / 2 ** 30)} GiB; ` +
    `${options.rounds} interleaved rounds after one warm-up, medians of whole processes` +
    `${options.scale === 1 ? '' : `; ${options.scale} of the records: figures mean nothing`}\n`,
)
console.log('| case | natlens s | other s | ratio | CPU ratio | goal |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const row of benchCases(dataSets(options.scale), options)) {
  if (!row.name.includes(options.only)) continue
  try {
    console.log(`| ${row.name} | ${(await figures(row)).join(' | ')} | ${row.goal} |`)
  } catch (error) {
    const isMissing = error instanceof MissingProgram
    console.log(`| ${row.name} | ${isMissing ? error.message : 'failed'} | | | | ${row.goal} |`)
    if (isMissing) continue
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

async function figures(row: Case): Promise<readonly string[]> {
  const pair = await row.prepare()
  if (row.kind === 'memory') {
    const [a, b] = [peakMiB(pair.a, rounds), peakMiB(pair.b, rounds)]
    return [`${a.toFixed(0)} MiB`, `${b.toFixed(0)} MiB`, (a / b).toFixed(2), '']
  }
  const { a, b, ratio, cpuRatio } = compare(pair, rounds)
  return [a.toFixed(3), b.toFixed(3), ratio.toFixed(2), cpuRatio?.toFixed(2) ?? '']
}
