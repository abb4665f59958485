import { list } from '../../cli/commands/list'
import type { Catalogue } from '../../lib/catalogue/catalogue'
import { readQuery } from '../../lib/catalogue/query'
import { fakeTerminal } from './fake-terminal'

const TALKERS = `# Who talks
#
# Sources by bytes.
#
# Version: 3
# Param: cidr[] inside = 10.0.0.0/8 (the private side)
# Param: integer least
# Needs: srcaddr bytes

filter bytes > {{least}}
| stats sum(bytes) as total by srcAddr`

const QUERIES = [
  readQuery(TALKERS, 'nat/talkers'),
  readQuery('# Raw records\n\nfields @message', 'traffic/records'),
]
const catalogue: Catalogue = {
  all: () => QUERIES,
  groups: () => ['nat', 'traffic'],
  find: () => QUERIES[0]!,
}

it('prints names and titles', async () => {
  const terminal = fakeTerminal()

  expect(await list({ output: 'table' }, terminal, catalogue)).toBe(0)
  expect(terminal.stdout()).toBe(
    [
      'name             title',
      '---------------  -----------',
      'nat/talkers      Who talks',
      'traffic/records  Raw records',
      '',
    ].join('\n'),
  )
})

it('prints all that is known of a query as JSON', async () => {
  const terminal = fakeTerminal()

  await list({ group: 'nat', output: 'json' }, terminal, catalogue)

  expect(JSON.parse(terminal.stdout())).toEqual([
    {
      name: 'nat/talkers',
      group: 'nat',
      title: 'Who talks',
      description: 'Sources by bytes.',
      version: 3,
      parameters: [
        {
          name: 'inside',
          type: 'cidr',
          list: true,
          required: false,
          default: ['10.0.0.0/8'],
          description: 'the private side',
        },
        {
          name: 'least',
          type: 'integer',
          list: false,
          required: true,
          default: null,
          description: '',
        },
      ],
      needs: ['srcAddr', 'bytes'],
    },
  ])
})

it('names the nearest group', async () => {
  await expect(
    list({ group: 'trafic', output: 'table' }, fakeTerminal(), catalogue),
  ).rejects.toMatchObject({
    message: 'no group named `trafic`',
    help: 'Did you mean `traffic`?',
    exitCode: 2,
  })
  await expect(
    list({ group: 'zzz', output: 'table' }, fakeTerminal(), catalogue),
  ).rejects.toMatchObject({ help: 'groups: nat, traffic' })
})
