import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '../../lib/settings/read-settings'
import { caught } from './caught'
import { EXAMPLE_QUICKSIGHT, EXAMPLE_VPC, exampleSettings } from './example-settings'

const EXAMPLE = readFileSync(join(__dirname, '../../natlens.config.example.json'), 'utf8')

/** The least that can be deployed, with more keys over it. */
function written(more: object = {}): string {
  return JSON.stringify({
    account: '123456789012',
    region: 'eu-central-1',
    vpcs: [{ id: 'vpc-0a1b2c3d' }],
    natGateways: [{ id: 'eni-0a1b2c3d' }],
    ...more,
  })
}

describe('reading the settings', () => {
  it('makes of the example what the tests of the stacks use, with QuickSight on', () => {
    expect(readSettings(EXAMPLE)).toEqual(exampleSettings({ quicksight: EXAMPLE_QUICKSIGHT }))
  })

  it('shows the true default behind each comment of the example', () => {
    const uncommented = EXAMPLE.split('\n')
      .map((line) => line.replace(/^(\s*)\/\/ ("[a-zA-Z]+": .*|\s+"[a-zA-Z]+": .*|\},?)$/, '$1$2'))
      .filter(
        (line) => !/"…"|"terraformCloud"|organization|"project"|"hostname"|"workspaces"/.test(line),
      )
      .join('\n')
      // The end of `terraformCloud`, whose beginning is left out.
      .replace(/\n\s*\},\n\s*\}\s*$/, '\n}')
    const settings = readSettings(uncommented)

    expect(settings).toEqual(
      exampleSettings({
        quicksight: EXAMPLE_QUICKSIGHT,
        vpcs: settings.vpcs.map((vpc) => ({ ...vpc, name: 'shared' })),
        cloudwatch: {
          logGroups: settings.cloudwatch.logGroups,
        },
        lake: { archiveRetentionDays: 3650 },
        alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:alarms',
        tags: { team: 'network' },
        trino: {
          server: 'https://trino.example.com',
          catalog: 'hive',
          schema: 'natlens',
          user: 'analyst',
          tlsCa: 'ca.pem',
          tlsCert: 'analyst.pem',
          tlsKey: 'analyst.key',
        },
      }),
    )
  })

  it('fills in what follows from the account, the region and the name', () => {
    const { partition, lake, cloudwatch, kms } = readSettings(
      written({ region: 'cn-north-1', name: 'net-a' }),
    )

    expect(partition).toBe('aws-cn')
    expect(lake.bucketName).toBe('net-a-flow-logs-123456789012-cn-north-1')
    expect(lake.archiveBucketName).toBe('net-a-archive-123456789012-cn-north-1')
    expect(lake.databaseName).toBe('net_a')
    expect(lake.functionNames.archive).toBe('net-a-archive')
    expect(cloudwatch.roleName).toBe('net-a-flow-logs-cn-north-1')
    expect(kms.aliasPrefix).toBe('alias/net-a')
  })

  it.each([
    ['us-gov-east-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-central-2', 'aws'],
  ])('knows the partition of %s', (region, partition) => {
    expect(readSettings(written({ region })).partition).toBe(partition)
    expect(readSettings(written({ region, partition })).partition).toBe(partition)
  })

  it('says everything that is wrong at once, with key, finding, line and what would be right', () => {
    const text = `{
      "account": 123456789012,
      "regon": "eu-central-1",
      "vpcs": [{ "id": "vpc-1", "cidrs": ["10.0.0.1/16"] }],
      "cloudwatch": { "retentionDays": 8 },
      "lake": {
        // one day would be gone before it is archived
        "retentionDays": 1,
      },
      "schedules": { "timezone": "Berlin" },
    }`

    expect(caught(() => readSettings(text))).toEqual({
      message: `natlens.config.json has 8 mistakes:
  \`account\` is 123456789012 (natlens.config.json:2): must be twelve digits in quotes, '123456789012'
  \`region\` is missing: must be the code of an AWS region, 'eu-central-1'
  \`vpcs[0].id\` is 'vpc-1' (natlens.config.json:4): must be an id that begins with \`vpc-\`
  \`vpcs[0].cidrs[0]\` is '10.0.0.1/16' (natlens.config.json:4): must be a CIDR block such as '10.0.0.0/16'
  \`cloudwatch.retentionDays\` is 8 (natlens.config.json:5): must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653
  \`lake.retentionDays\` is 1 (natlens.config.json:8): must be a whole number from 2 to 3650
  \`schedules.timezone\` is 'Berlin' (natlens.config.json:10): must be the IANA name of a time zone, 'Europe/Berlin'
  \`regon\` is not a setting (natlens.config.json:3): Did you mean \`region\`?`,
      help: undefined,
    })
  })

  it('gives a single mistake its help on a line of its own', () => {
    expect(caught(() => readSettings(written({ lambda: { runtme: 'nodejs22.x' } })))).toEqual({
      message: '`lambda.runtme` is not a setting (natlens.config.json:1)',
      help: 'Did you mean `lambda.runtime`?',
    })
  })

  it('lists the keys when none is similar to an unknown one', () => {
    expect(caught(() => readSettings(written({ kms: { colour: true } }))).help).toBe(
      'The keys are `enabled`, `aliasPrefix`',
    )
  })

  it('names the line where the text stops being JSON', () => {
    expect(caught(() => readSettings('{\n  "account": ,\n}', {}, 'own.json'))).toEqual({
      message: 'own.json:2 is not JSON: value expected',
      help: 'comments (// and /* */) and a comma after the last item are allowed',
    })
    expect(caught(() => readSettings('[]'))).toEqual({
      message: 'natlens.config.json is not an object',
      help: 'the file must begin with { and end with }',
    })
  })

  it('needs no file when the variables say enough', () => {
    const { vpcs, account } = readSettings(undefined, {
      NATLENS_ACCOUNT: '123456789012',
      NATLENS_REGION: 'eu-central-1',
      NATLENS_VPCS: '[{ "id": "vpc-0a1b2c3d4e5f60718", "cidrs": ["10.0.0.0/16"] }]',
    })

    expect(account).toBe('123456789012')
    expect(vpcs).toEqual([EXAMPLE_VPC])
  })

  it('takes of a named format what can be deployed, and refuses a tag in a list', () => {
    const { cloudwatch } = readSettings(written({ cloudwatch: { logFormat: 'v11' } }))
    expect(cloudwatch.logFormat).toHaveLength(48)

    expect(
      caught(() => readSettings(written({ lake: { logFormat: ['version', 'instance-tag'] } }))),
    ).toEqual({
      message: '`lake.logFormat` names `instance-tag` (natlens.config.json:1)',
      help: 'the provider has no argument for tags; remove the field',
    })
    expect(caught(() => readSettings(written({ lake: { logFormat: 'version srcadr' } })))).toEqual({
      message: '`lake.logFormat` names the unknown field `srcadr` (natlens.config.json:1)',
      help: 'Did you mean `srcaddr`?',
    })
  })

  it('counts rejects when alarms ask for it', () => {
    const { cloudwatch } = readSettings(written({ cloudwatch: { alarms: { enabled: true } } }))

    expect(cloudwatch.metricFilters).toBe(true)
    expect(cloudwatch.alarms).toEqual({ natGBPerHour: 100, rejectsPerFiveMinutes: 1000 })
  })

  it('refuses an archive in the bucket whose objects expire', () => {
    expect(
      caught(() =>
        readSettings(written({ lake: { bucketName: 'one', archiveBucketName: 'one' } })),
      ),
    ).toEqual({
      message: "`lake.archiveBucketName` is 'one', the bucket of the logs (natlens.config.json:1)",
      help: 'the objects in the bucket of the logs expire; the archive needs another bucket',
    })
  })
})

describe('QuickSight', () => {
  const principalArn = EXAMPLE_QUICKSIGHT.principalArn

  it('is off without a principal and on with one', () => {
    expect(readSettings(written({ quicksight: { importMode: 'DIRECT_QUERY' } })).quicksight).toBe(
      undefined,
    )
    expect(readSettings(written({ quicksight: { principalArn } })).quicksight).toEqual(
      EXAMPLE_QUICKSIGHT,
    )
  })

  it('needs the lake, and the region of its principal', () => {
    const text = written({
      lake: { enabled: false },
      quicksight: { principalArn, identityRegion: 'eu-west-1' },
    })

    expect(caught(() => readSettings(text)).message).toBe(`natlens.config.json has 2 mistakes:
  \`quicksight.identityRegion\` is 'eu-west-1' (natlens.config.json:1): \`quicksight.principalArn\` has the region 'us-east-1' and account 123456789012
  \`quicksight.principalArn\` requires the lake, but \`lake.enabled\` is false (natlens.config.json:1): enable the lake or remove the principal`)
  })
})

describe('Terraform Cloud', () => {
  it('is off without an organization; with one each stack has a workspace', () => {
    expect(readSettings(written({ terraformCloud: { project: 'network' } })).terraformCloud).toBe(
      undefined,
    )
    expect(
      readSettings(
        written({ terraformCloud: { organization: 'example', workspaces: { lake: 'own' } } }),
      ).terraformCloud,
    ).toEqual({
      organization: 'example',
      project: undefined,
      hostname: 'app.terraform.io',
      workspaces: {
        cloudwatch: 'natlens-cloudwatch',
        lake: 'own',
        quicksight: 'natlens-quicksight',
      },
    })
  })
})
