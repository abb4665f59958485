import { natlens } from './cli/natlens-process'

it('keeps settings of the caller from tests', () => {
  const names = Object.keys(process.env).filter((name) =>
    /^(NATLENS_(?!CASES|SEED)|AWS_|XDG_|NO_COLOR|FORCE_COLOR|COLUMNS)/.test(name),
  )

  expect(names.sort()).toEqual([
    'AWS_CONFIG_FILE',
    'AWS_EC2_METADATA_DISABLED',
    'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
    'AWS_SHARED_CREDENTIALS_FILE',
  ])
  expect(new Date(0).getTimezoneOffset()).toBe(0)
})

it('keeps them from the programs that tests start', async () => {
  const { stderr } = await natlens(['show', 'nat/talkers', '--engine', 'athena', '--database', 'd'])

  expect(stderr).not.toMatch(/NATLENS_|AWS_/)
})
