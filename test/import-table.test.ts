import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ROOT = join(__dirname, '..')

/** Who may import whom: the folder, then the folders and files that it may reach besides its own. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'lib/flow-log': [],
  'lib/language': ['lib/flow-log'],
  'lib/catalogue': ['lib/language', 'lib/flow-log'],
  'lib/dialects': ['lib/language', 'lib/flow-log'],
  'lib/results': ['lib/flow-log'],
  'lib/answers': ['lib/results', 'lib/flow-log'],
  'lib/presenters': ['lib/answers', 'lib/results'],
  'lib/engines': [
    'lib/dialects',
    'lib/language',
    'lib/answers',
    'lib/results',
    'lib/flow-log',
    // Types alone: engines find their logs in the settings.
    'lib/settings/settings',
  ],
  'lib/sample': ['lib/flow-log'],
  'lib/settings': ['lib/flow-log'],
  'lib/lake': [
    'lib/flow-log',
    'lib/dialects',
    'lib/catalogue',
    'lib/results',
    'lib/engines/athena',
    'lib/engines/wait',
    'lib/engines/retry',
  ],
  lambdas: ['lib/lake', 'lib/engines/wait'],
  stacks: [
    'lib/settings',
    'lib/catalogue',
    'lib/dialects',
    'lib/language',
    'lib/flow-log',
    // The shape of the archive's queries; nothing that runs.
    'lib/lake/archive-query',
    'lib/lake/compile-archive',
  ],
  'main.ts': ['stacks', 'lib/settings', 'lib/catalogue'],
  cli: ['lib'],
  scripts: ['lib', 'cli', 'stacks', 'main.ts', 'main'],
  bench: ['lib', 'cli'],
}

const FOR_ALL = [
  'lib/errors',
  'lib/time',
  'lib/time-range',
  'lib/count-text',
  'lib/list-text',
  'lib/group-by',
  'lib/human-bytes',
  'lib/closest',
  'lib/visible',
  'lib/parallel',
  'lib/without-undefined',
  'lib/atomic-file',
]

/** The only places that may import a package (or any package that begins so). */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yargs: ['cli'],
  'get-east-asian-width': ['lib/presenters'],
  '@duckdb/': ['lib/engines/local', 'lib/sample', 'bench'],
  '@aws-sdk/': ['lib/engines', 'lib/lake'],
  cdktf: ['stacks', 'main.ts'],
  '@cdktf/': ['stacks', 'main.ts'],
  constructs: ['stacks', 'main.ts'],
  tinyglobby: ['lib/engines/local/find'],
  esbuild: ['scripts', 'stacks/bundles.ts'],
}

/** Files that import each other since the grammar that they follow is recursive. */
const RECURSIVE = [
  'lib/dialects/calls.ts',
  'lib/dialects/conditions.ts',
  'lib/dialects/subnets.ts',
  'lib/dialects/values.ts',
  'lib/language/foreign-forms.ts',
  'lib/language/parse-expression.ts',
  'lib/language/recovery.ts',
  'lib/language/resolve-argument.ts',
  'lib/language/resolve-call.ts',
  'lib/language/resolve-expression.ts',
  'lib/language/unknown-function.ts',
]

interface Import {
  readonly file: string
  readonly target: string
}

const files = [
  ...['lib', 'cli', 'lambdas', 'stacks', 'scripts', 'bench'].flatMap(sources),
  'main.ts',
]
const imports = files.flatMap(importsOf)

describe('the import table', () => {
  it('sees the imports of the tree', () => {
    expect(imports).toContainEqual({
      file: 'lib/flow-log/format.ts',
      target: 'lib/flow-log/fields',
    })
    expect(imports.length).toBeGreaterThan(100)
  })

  it.each(Object.keys(TABLE))('%s reaches only what it may', (folder) => {
    const allowed = [folder, ...TABLE[folder]!, ...FOR_ALL]
    const wrong = imports.filter(
      ({ file, target }) =>
        isIn(file, folder) && isLocal(target) && !allowed.some((each) => isIn(target, each)),
    )

    expect(wrong).toEqual([])
  })

  it.each(Object.keys(PACKAGES))('%s stays inside its fence', (name) => {
    const wrong = imports.filter(
      ({ file, target }) =>
        (target === name || target.startsWith(name.endsWith('/') ? name : `${name}/`)) &&
        !PACKAGES[name]!.some((each) => isIn(file, each)),
    )

    expect(wrong).toEqual([])
  })

  it('keeps npm packages out of the language, the dialects and the field registry', () => {
    const bare = [
      'lib/language',
      'lib/dialects',
      'lib/flow-log',
      'lib/catalogue',
      'lib/results',
      'lib/answers',
    ]
    const wrong = imports.filter(
      ({ file, target }) =>
        bare.some((folder) => isIn(file, folder)) &&
        !isLocal(target) &&
        !target.startsWith('node:'),
    )

    expect(wrong).toEqual([])
  })

  it('has no circle but those of the grammar', () => {
    const targets = new Map(
      files.map((file) => [
        file,
        imports.filter((each) => each.file === file).map(({ target }) => `${target}.ts`),
      ]),
    )
    const inCircle = files.filter((file) => reachable(file, targets).has(file)).sort()

    expect(inCircle).toEqual(RECURSIVE)
  })

  it('keeps `process` and `console` out of the library', () => {
    const wrong = files.filter(
      (file) =>
        isIn(file, 'lib') &&
        /(?<![.\w'"`])(process\.(?!memoryUsage)|console\.)/.test(withoutComments(read(file))),
    )

    expect(wrong).toEqual([])
  })
})

/** Every file that a file imports, directly or through others. */
function reachable(
  file: string,
  targets: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [...(targets.get(file) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(targets.get(next) ?? []))
  }
  return found
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

/** Static and dynamic imports, each as a path from the root or as the package's name. */
function importsOf(file: string): Import[] {
  const text = withoutComments(read(file))
  const pattern = /(?:from|import)\s*\(?\s*'([^']+)'/g
  return [...text.matchAll(pattern)].map(([, target = '']) => ({
    file,
    target: target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), target)) : target,
  }))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

function isLocal(target: string): boolean {
  return (
    /^(lib|cli|scripts|bench|stacks|lambdas|test|queries|main)(\/|$)/.test(target) ||
    target.startsWith('..')
  )
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
