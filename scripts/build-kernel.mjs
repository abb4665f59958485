import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

// Compiles the kernel of the text reader, from AssemblyScript to WebAssembly, where it is missing or older than its
// source or this file. Plain JavaScript: npm runs it after an installation without the development packages, too.

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../lib/engines/local/read')
const SOURCE = join(FOLDER, 'kernel')
const KERNEL = join(FOLDER, 'kernel.wasm')

const modified = (path) => statSync(path).mtimeMs
const names = readdirSync(SOURCE).map((name) => join(SOURCE, name))
const sources = [...names, fileURLToPath(import.meta.url)]
const isCurrent = existsSync(KERNEL) && modified(KERNEL) >= Math.max(...sources.map(modified))

if (!isCurrent) {
  const compiler = await loadCompiler()
  if (compiler !== undefined) await compile(compiler)
}

async function loadCompiler() {
  try {
    return await import('assemblyscript/asc')
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    return undefined
  }
}

async function compile({ main }) {
  const options = [
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--use',
    'abort=',
    '--importMemory',
  ]
  const output = { stdout: process.stdout, stderr: process.stderr }
  const { error } = await main([join(SOURCE, 'index.ts'), '-o', KERNEL, ...options], output)
  if (error) throw error
}
