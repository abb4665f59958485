import process from 'node:process'
import { UserError } from '../lib/errors'
import { deploy } from './terraform/deploy'

// npm run deploy | diff | destroy [-- STACK… --auto-approve]: with cdktf where it runs, else with Terraform.
try {
  process.exitCode = await deploy(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`error: ${error.message}${error.help ? `\n  help: ${error.help}` : ''}`)
  process.exitCode = error.exitCode
}
