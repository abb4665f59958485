import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SETTING_VARIABLES } from '../../lib/settings/environment'

const ROOT = join(__dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

const { scripts } = JSON.parse(read('package.json')) as {
  scripts: Readonly<Record<string, string>>
}
const settings = SETTING_VARIABLES.map(({ path }) => path.join('.'))

describe.each(['docs/deploy.md', 'docs/cdktn.md'])('%s', (file) => {
  const text = read(file)

  it('names scripts that there are', () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!)
    const run = [...text.matchAll(/node --import tsx (\S+\.ts)/g)].map(([, path]) => path!)

    expect(named.length + run.length).toBeGreaterThan(2)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(run.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('names settings that there are, by keys and by variables', () => {
    const groups = 'cloudwatch|lake|lambda|schedules|kms|trino|quicksight|terraformCloud'
    const keys = [...text.matchAll(new RegExp(`\`((?:${groups})\\.[\\w.]+)`, 'g'))].map(
      ([, key]) => key!,
    )
    const known = (key: string) =>
      settings.some((path) => path === key || path.startsWith(`${key}.`))
    const variables = [...text.matchAll(/`(NATLENS_\w+)`/g)].map(([, name]) => name!)
    const wrong = variables.filter(
      (name) =>
        name !== 'NATLENS_CONFIG' && !SETTING_VARIABLES.some(({ variable }) => variable === name),
    )

    expect([...keys.filter((key) => !known(key)), ...wrong]).toEqual([])
  })
})
