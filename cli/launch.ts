#!/usr/bin/env node
import { join } from 'node:path'
import { cacheFolder } from './cache-folder'
import { codeCache } from './code-cache'

// How the built program starts: from the code that V8 kept of the last run, which halves what natlens adds to the start of Node.

declare const NATLENS_BUILD: string

const { env, platform, argv } = process
const cache = codeCache({
  folder: env.NODE_COMPILE_CACHE ?? join(cacheFolder({ environment: env, platform }), 'code'),
  build: NATLENS_BUILD,
  user: process.getuid?.(),
})
const isKept = !env.NODE_DISABLE_COMPILE_CACHE && !argv.includes('--no-cache')
if (isKept) process.on('exit', () => cache.save())
cache.load(join(__dirname, 'program.js'))
