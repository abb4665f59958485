import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { awsEnvironment, emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'
import { natlens } from './natlens-process'

let server: AwsServer
let here: LakeFolder

beforeEach(async () => {
  server = await awsServer()
  here = await lakeFolder()
  server.glue.addTable('natlens', 'flow_logs')
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

it('reads the settings of the folder and the endpoint of the environment', async () => {
  const words = ['partitions', 'add', '--from', '2026-03-10', '--to', '2026-03-11', '-o', 'json']
  const { code, stdout, stderr } = await natlens(words, {
    folder: here.folder,
    environment: awsEnvironment(server),
  })

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'added 24, present 0\n' })
  expect(JSON.parse(stdout)).toMatchObject([{ region: 'eu-west-1', partitions: 24 }])
})

it.each([
  {
    words: ['partitions', 'remove'],
    stderr: ['natlens: action `remove` is invalid', 'help: valid values: list, add, delete'],
    code: 2,
  },
  {
    words: ['partitions', 'list', '--database', 'natlens', '--table', 'flow_logs'],
    stderr: [
      'natlens: no AWS region',
      'help: set it with --region, AWS_REGION, `region` in the settings or the profile',
    ],
    code: 1,
  },
  {
    words: ['partitions', 'list'],
    stderr: [
      'natlens: --database is missing',
      'help: no natlens.config.json in this folder; use --config FILE',
    ],
    code: 2,
  },
])(
  'says in one message what is missing, outside of a deployment: $words',
  async ({ words, stderr, code }) => {
    const nowhere = await emptyFolder()
    const ended = await natlens(words, {
      folder: nowhere.folder,
      environment: awsEnvironment(server),
    })
    await nowhere.remove()

    expect(ended).toEqual({ code, stdout: '', stderr: `${stderr.join('\n')}\n` })
  },
)
