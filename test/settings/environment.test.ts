import { SETTING_VARIABLES, unknownVariables } from '../../lib/settings/environment'
import { readSettings } from '../../lib/settings/read-settings'
import { caught } from './caught'

const TEXT = JSON.stringify({
  account: '123456789012',
  region: 'eu-central-1',
  vpcs: [{ id: 'vpc-0a1b2c3d' }],
  lambda: { runtime: 'nodejs24.x' },
})

describe('a NATLENS_ variable', () => {
  it('has one name for each setting, the path in upper case', () => {
    const names = SETTING_VARIABLES.map(({ variable }) => variable)

    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(
      expect.arrayContaining([
        'NATLENS_LAMBDA_RUNTIME',
        'NATLENS_CLOUDWATCH_ALARMS_NAT_GB_PER_HOUR',
        'NATLENS_USD_PER_GB',
        'NATLENS_TERRAFORM_CLOUD_WORKSPACES_LAKE',
        'NATLENS_TAGS',
      ]),
    )
  })

  it('overrides texts, numbers, choices of numbers, truths, lists and objects', () => {
    const { lambda, lake, cloudwatch, kms, tags } = readSettings(TEXT, {
      NATLENS_LAMBDA_RUNTIME: 'nodejs22.x',
      NATLENS_LAKE_RETENTION_DAYS: '30',
      NATLENS_CLOUDWATCH_RETENTION_DAYS: '14',
      NATLENS_KMS_ENABLED: 'true',
      NATLENS_LAKE_TARGETS: '["vpc-0a1b2c3d"]',
      NATLENS_LAKE_LOG_FORMAT: 'v3',
      NATLENS_TAGS: '{ "team": "network" }',
    })

    expect(kms.enabled).toBe(true)
    expect(lambda.runtime).toBe('nodejs22.x')
    expect(lake.retentionDays).toBe(30)
    expect(cloudwatch.retentionDays).toBe(14)
    expect(lake.targets.map(({ kind }) => kind)).toEqual(['vpc'])
    expect(lake.logFormat).toHaveLength(21)
    expect(tags).toEqual({ team: 'network' })
  })

  it('says nothing when it is empty', () => {
    expect(readSettings(TEXT, { NATLENS_LAMBDA_RUNTIME: '' }).lambda.runtime).toBe('nodejs24.x')
  })

  it('is named as the place of what is wrong in it', () => {
    expect(caught(() => readSettings(TEXT, { NATLENS_KMS_ENABLED: 'yes' }))).toEqual({
      message: "`kms.enabled` is 'yes' (NATLENS_KMS_ENABLED)",
      help: 'must be true or false',
    })
    expect(caught(() => readSettings(TEXT, { NATLENS_LAKE_DAYS_AHEAD: '2.5' }))).toEqual({
      message: '`lake.daysAhead` is 2.5 (NATLENS_LAKE_DAYS_AHEAD)',
      help: 'must be a whole number from 0 to 30',
    })
  })

  it('is ignored with a warning when it is not a setting', () => {
    const environment = { NATLENS_LAMBDA_RUNTIM: 'nodejs22.x', NATLENS_DIR: '/srv' }

    expect(readSettings(TEXT, environment)).toEqual(readSettings(TEXT))
    expect(unknownVariables(environment)).toEqual([
      'Unknown environment variable NATLENS_LAMBDA_RUNTIM. Did you mean NATLENS_LAMBDA_RUNTIME?',
      'Unknown environment variable NATLENS_DIR',
    ])
    expect(unknownVariables({ NATLENS_CONFIG: 'a', NATLENS_TRINO_TOKEN: 'b', HOME: '/' })).toEqual(
      [],
    )
  })

  it('is refused when its list is not JSON', () => {
    const { message, help } = caught(() => readSettings(TEXT, { NATLENS_VPCS: 'vpc-0a1b2c3d' }))
    expect(message).toMatch(/^the variable `NATLENS_VPCS` is not JSON: /)
    expect(help).toBe('write lists and objects as in the file, without comments')
  })

  it('may say where the file is, and others may be there', () => {
    expect(() =>
      readSettings(TEXT, { NATLENS_CONFIG: 'own.json', HOME: '/elsewhere' }),
    ).not.toThrow()
  })
})
