import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings } from '../../stacks/load-settings'
import { caught } from '../settings/caught'

const folder = mkdtempSync(join(tmpdir(), 'natlens-settings-'))
const own = join(folder, 'own.json')
writeFileSync(
  own,
  '{ "account": "210987654321", "region": "eu-west-1", "vpcs": [{ "id": "vpc-0a1b2c3d" }] }',
)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the settings of the app', () => {
  it('are the file that NATLENS_CONFIG names, or before it the context', () => {
    const byVariable = loadSettings({ NATLENS_CONFIG: own })
    const byContext = loadSettings({
      NATLENS_CONFIG: join(folder, 'none.json'),
      CDKTF_CONTEXT_JSON: JSON.stringify({ config: own }),
    })

    expect(byVariable.settings.account).toBe('210987654321')
    expect(byVariable).toMatchObject({ isExample: false, notes: [] })
    expect(byContext.settings).toEqual(byVariable.settings)
  })

  it('are refused when the named file is not there', () => {
    const path = join(folder, 'none.json')

    expect(caught(() => loadSettings({ NATLENS_CONFIG: path }))).toEqual({
      message: `the settings file \`${path}\` does not exist`,
      help: 'check the context `config` and NATLENS_CONFIG; natlens.config.example.json is one to copy',
    })
  })

  it('are the example when there is no file, with notes on it and on unknown variables', () => {
    const { settings, isExample, notes } = loadSettings({ NATLENS_DIR: '/srv' }, folder)

    expect(isExample).toBe(true)
    expect(settings.account).toBe('123456789012')
    expect(notes).toEqual([
      'there is no natlens.config.json: using natlens.config.example.json, which cannot be deployed',
      'warning: Unknown environment variable NATLENS_DIR',
    ])
  })
})
