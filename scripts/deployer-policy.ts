import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { UsageError, UserError } from '../lib/errors'
import { buildApp } from '../main'
import { loadSettings } from '../stacks/load-settings'
import { deployerPolicy, type SynthesizedStack } from './deployer/policy'

// node --import tsx scripts/deployer-policy.ts STACK: prints the policy of the role that deploys the stack.
try {
  const [name, ...rest] = process.argv.slice(2)
  const { settings, notes } = loadSettings(process.env)
  const { app } = buildApp(settings)
  app.synth()
  for (const note of notes) console.error(note)
  const stacks = Object.keys(app.manifest.stacks)
  if (name === undefined || rest.length > 0 || !stacks.includes(name)) {
    throw new UsageError('give the name of one stack', {
      help: `the stacks are ${stacks.join(', ')}`,
    })
  }
  const file = join(app.outdir, 'stacks', name, 'cdk.tf.json')
  const stack = JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack
  console.log(JSON.stringify(deployerPolicy(settings, stack), undefined, 2))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
  process.exitCode = error.exitCode
}
