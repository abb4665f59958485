#!/usr/bin/env node
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder'
import { codeCache } from './code-cache'

// Starts the built program from V8's cached code: compiling is most of the time that natlens adds to Node's start.

declare const NATLENS_BUILD: string

const { env, platform, argv } = process
const program = join(__dirname, 'program.js')
const own = cacheFolder({ environment: env, platform })
const folder = env.NODE_COMPILE_CACHE ?? (own && join(own, 'code'))

if (argv.includes('--debug')) {
  // Node maps the stacks of files that it loads itself.
  process.setSourceMapsEnabled(true)
  createRequire(program)(program)
} else if (folder === undefined || env.NODE_DISABLE_COMPILE_CACHE) {
  createRequire(program)(program)
} else {
  const cache = codeCache({ folder, build: NATLENS_BUILD, user: process.getuid?.() })
  if (!argv.includes('--no-cache')) process.on('exit', () => cache.save())
  cache.load(program)
}
