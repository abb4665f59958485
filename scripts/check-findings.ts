import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ACCEPTED_FINDINGS } from './terraform/accepted-findings'
import { judgeFindings, type CheckovReport } from './terraform/judge-findings'

// Fails when checkov's report (first argument, JSON) on the plans of a folder (second argument) has unaccepted findings.
const [report = '', plans = ''] = process.argv.slice(2)
const read = JSON.parse(readFileSync(report, 'utf8')) as CheckovReport
const hasKms = (file: string) => readFileSync(join(plans, file), 'utf8').includes('"aws_kms_key"')
const problems = judgeFindings(read, ACCEPTED_FINDINGS, hasKms)
for (const problem of problems) console.log(problem)
const { passed, failed, resource_count: resources } = read.summary
console.log(
  `${resources} resources: ${passed} checks passed, ${failed} findings, ${problems.length} of them not accepted`,
)
if (problems.length > 0) process.exitCode = 1
