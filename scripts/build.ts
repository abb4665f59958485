import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { build, type BuildOptions, type Plugin } from 'esbuild'

// Bundles the program into dist/ (or the folder that is named): natlens.js, which starts program.js, one file of CommonJS in which each module waits until something
// asks for it; beside it one for each package that only some commands need, the thread that reads text files and its kernel. Node loads one file of 1 MB faster than thirty small modules.

const OUT = process.argv[2] ?? 'dist'

/** Packages that lie beside the program, by their files' names. */
const BESIDE: Readonly<Record<string, string>> = {
  '@duckdb/node-api': 'duckdb',
  '@aws-sdk/client-athena': 'aws-athena',
  '@aws-sdk/client-cloudwatch-logs': 'aws-cloudwatch-logs',
  '@aws-sdk/client-glue': 'aws-glue',
  '@aws-sdk/client-s3': 'aws-s3',
  zod: 'zod',
}

const beside: Plugin = {
  name: 'beside',
  setup(bundle) {
    bundle.onResolve({ filter: /^(@duckdb\/|@aws-sdk\/|zod$)/ }, ({ path, importer }) => {
      const file = BESIDE[path]
      const isOurs = !importer.includes('node_modules')
      if (isOurs && file === undefined) throw new Error(`${path} has no file of its own in dist`)
      return isOurs ? { path: `./${file}.js`, external: true } : undefined
    })
  },
}

// yargs measures help texts with string-width, whose Intl.Segmenter costs a fifth of the start-up time; tables measure without it.
const ownStringWidth: Plugin = {
  name: 'own-string-width',
  setup(bundle) {
    bundle.onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'own' }))
    bundle.onLoad({ filter: /^string-width$/, namespace: 'own' }, () => ({
      contents: "export { displayWidth as default } from './lib/presenters/display-width'",
      resolveDir: process.cwd(),
      loader: 'ts',
    }))
  },
}

const common = {
  outdir: OUT,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Code that V8 kept (cli/code-cache.ts) has no loader of modules behind it.
  supported: { 'dynamic-import': false },
  // The CommonJS form of jsonc-parser asks for its own parts with a `require` that no bundler sees through.
  mainFields: ['module', 'main'],
  define: {
    'import.meta.url': 'natlensUrl',
    // The SDK is bundled: the Node version that its later releases require does not concern users of this one.
    'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"',
  },
  banner: {
    js: "'use strict';const natlensUrl=require('node:url').pathToFileURL(__filename).href;",
  },
  legalComments: 'linked',
  logLevel: 'warning',
} as const satisfies BuildOptions

await rm(OUT, { recursive: true, force: true })
await build({
  ...common,
  entryPoints: { program: 'cli/main.ts' },
  plugins: [beside, ownStringWidth],
  // For the stacks that --debug prints: names of files and functions, without the text of the sources.
  sourcemap: 'linked',
  sourcesContent: false,
})
await build({
  ...common,
  entryPoints: Object.entries(BESIDE).map(([path, out]) => ({ in: path, out })),
  // The native part is a package for each platform.
  external: ['@duckdb/node-bindings*'],
})
await build({
  ...common,
  entryPoints: { 'part-worker': 'lib/engines/local/read/part-worker.ts' },
})
await copyKernel()
await build({
  ...common,
  entryPoints: { natlens: 'cli/launch.ts' },
  define: { NATLENS_BUILD: JSON.stringify(await buildId()) },
})
// The package itself is of ECMAScript modules.
await writeFile(`${OUT}/package.json`, '{ "type": "commonjs" }\n')
await makeExecutable(`${OUT}/natlens.js`)

/** The kernel of the text reader is found beside the program; without it plain JavaScript reads. */
async function copyKernel(): Promise<void> {
  execFileSync(process.execPath, ['scripts/build-kernel.mjs'], { stdio: 'inherit' })
  const kernel = 'lib/engines/local/read/kernel.wasm'
  if (existsSync(kernel)) await copyFile(kernel, `${OUT}/kernel.wasm`)
}

/** The same for the same files, whoever builds them. */
async function buildId(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(OUT)).sort()) hash.update(await readFile(`${OUT}/${file}`))
  return hash.digest('hex').slice(0, 16)
}

async function makeExecutable(path: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.startsWith('#!')) throw new Error(`${path} has no shebang line`)
  await chmod(path, 0o755)
}
