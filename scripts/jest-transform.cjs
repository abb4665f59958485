const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const { transformSync, version } = require('esbuild')

// Jest runs CommonJS: `import.meta.url` must keep its meaning there.
const META_URL = '__natlensModuleUrl'

/** TypeScript to CommonJS for jest, by esbuild: types are checked by `npm run types`, not here. */
module.exports = {
  process(source, path) {
    const { code } = transformSync(source, {
      sourcefile: path,
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      // Lazy imports become `require` as well.
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      define: { 'import.meta.url': META_URL },
    })
    return {
      code: `const ${META_URL} = require('node:url').pathToFileURL(__filename).href; ${code}`,
    }
  },
  getCacheKey(source, path) {
    return createHash('sha1')
      .update(`${version}\0${path}\0${readFileSync(__filename)}\0${source}`)
      .digest('hex')
  },
}
