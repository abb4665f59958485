import { chmod, readFile, rm } from 'node:fs/promises'
import { build, type Plugin } from 'esbuild'

// Bundles the program into dist/: one file for each command, loaded when it is asked for.

// yargs measures help texts with a package whose Intl.Segmenter costs a fifth of the start-up time.
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

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: {
    natlens: 'cli/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  // The CommonJS form of jsonc-parser asks for its own parts with a `require` that no bundler sees through.
  mainFields: ['module', 'main'],
  target: 'node20',
  // The native part is a package for each platform.
  external: ['@duckdb/node-bindings*'],
  chunkNames: 'chunk-[hash]',
  // What is CommonJS in the bundle may ask for built-in modules with `require`.
  banner: {
    js: "import{createRequire as __natlensRequire}from'node:module';const require=__natlensRequire(import.meta.url);",
  },
  plugins: [ownStringWidth],
  legalComments: 'linked',
  logLevel: 'warning',
})
await makeExecutable('dist/natlens.js')

async function makeExecutable(path: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.startsWith('#!')) throw new Error(`${path} has no shebang line`)
  await chmod(path, 0o755)
}
