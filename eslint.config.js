import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Packages that belong to one part of the tree; test/import-table.test.ts holds the same fence for files. */
const fences = {
  cdktf: 'only stacks and main.ts may import cdktf',
  yargs: 'only cli may import yargs',
  '@duckdb/node-api': 'only lib/engines/local and lib/sample may import DuckDB',
}

const fence = (...allowed) => [
  'error',
  {
    paths: [
      {
        name: '@cdktf/provider-aws',
        message:
          'import @cdktf/provider-aws/lib/<resource>: the root takes 14 times as long to load',
      },
      ...Object.entries(fences)
        .filter(([name]) => !allowed.includes(name))
        .map(([name, message]) => ({ name, message })),
    ],
  },
]

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'coverage/**',
      'sample-day',
      'bench/data',
      'cdktf.out',
      // AssemblyScript
      'lib/engines/local/read/kernel',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: false },
      ],
      'no-restricted-imports': fence(),
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  { files: ['cli/**/*.ts'], rules: { 'no-restricted-imports': fence('yargs') } },
  {
    files: ['lib/engines/local/**/*.ts', 'lib/sample/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-imports': fence('@duckdb/node-api') },
  },
  {
    files: ['stacks/**/*.ts', 'main.ts', 'test/stacks/**/*.ts'],
    rules: { 'no-restricted-imports': fence('cdktf') },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        __filename: 'readonly',
        process: 'readonly',
      },
    },
  },
)
