import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { bundleHandler, HANDLER } from '../../stacks/bundles'

/** What came of one invocation: what the handler returned, or its error as Lambda reports it; and what it logged. */
export interface Invoked {
  readonly result?: unknown
  readonly errorType?: string
  readonly errorMessage?: string
  readonly logs: readonly unknown[]
}

/** A function from its zip: unpacked, loaded in a process of its own and called as Lambda does. */
export interface LambdaFunction {
  invoke(event: unknown, environment: Readonly<Record<string, string>>): Promise<Invoked>
}

const LOADER = `
  import { readFileSync } from 'node:fs'
  const { event, milliseconds } = JSON.parse(readFileSync(0, 'utf8'))
  const end = Date.now() + milliseconds
  const context = { getRemainingTimeInMillis: () => end - Date.now() }
  const say = (answer) => process.stdout.write('\\n' + JSON.stringify(answer))
  try {
    const module = await import('./index.mjs')
    const handler = module[${JSON.stringify(HANDLER.split('.')[1])}]
    if (handler.length > 2) throw new Error('the handler takes a callback')
    say({ result: await handler(event, context) })
  } catch (error) {
    say({ errorType: error.name, errorMessage: error.message })
  }`

export function lambdaFunction(
  folder: string,
  name: string,
  extraFiles: Readonly<Record<string, string>> = {},
): LambdaFunction {
  const { zipPath } = bundleHandler(`lambdas/${name}.ts`, { folder, extraFiles })
  return functionOfZip(zipPath, join(folder, name))
}

/** The same for a zip that is there already; `task` is the folder to make for it. */
export function functionOfZip(zipPath: string, task: string): LambdaFunction {
  mkdirSync(task)
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zipPath)))) {
    writeFileSync(join(task, file), bytes)
  }
  writeFileSync(join(task, 'bootstrap.mjs'), LOADER)

  return {
    invoke: (event, environment) =>
      new Promise((resolve, reject) => {
        const env = {
          PATH: process.env['PATH'],
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          ...environment,
        }
        const child = execFile(
          process.execPath,
          [join(task, 'bootstrap.mjs')],
          { env },
          (error, stdout) => {
            if (error) return reject(new Error(error.message))
            const lines = stdout.split('\n').filter((line) => line !== '')
            const answer = JSON.parse(lines.pop()!) as Omit<Invoked, 'logs'>
            resolve({ ...answer, logs: lines.map((line) => JSON.parse(line) as unknown) })
          },
        )
        child.stdin?.end(JSON.stringify({ event, milliseconds: 60_000 }))
      }),
  }
}
