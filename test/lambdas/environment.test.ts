import {
  daysVariable,
  lakeFromEnvironment,
  listVariable,
  tableFromEnvironment,
  variable,
} from '../../lambdas/environment'

const ENVIRONMENT = {
  LAKE_DATABASE: 'natlens',
  LAKE_TABLE: 'flow_logs',
  ACCOUNT_IDS: '123456789012, 210987654321',
  REGIONS: 'eu-west-1',
  RETENTION_DAYS: '7',
}

describe('the environment of a function', () => {
  it('names the lake', () => {
    expect(lakeFromEnvironment(ENVIRONMENT)).toEqual({
      database: 'natlens',
      table: 'flow_logs',
      accountIds: ['123456789012', '210987654321'],
      regions: ['eu-west-1'],
    })
    expect(tableFromEnvironment(ENVIRONMENT)).toEqual({ database: 'natlens', table: 'flow_logs' })
    expect(daysVariable('RETENTION_DAYS', ENVIRONMENT)).toBe(7)
  })

  it.each([undefined, '', '  '])('is refused when a variable is %j', (LAKE_TABLE) => {
    expect(() => lakeFromEnvironment({ ...ENVIRONMENT, LAKE_TABLE })).toThrow(
      'environment variable LAKE_TABLE is not set',
    )
    expect(() => variable('LAKE_TABLE', { LAKE_TABLE })).toThrow(
      'environment variable LAKE_TABLE is not set',
    )
  })

  it.each(['seven', '-1', '7.5', '1e3'])('is refused when the days are %s', (RETENTION_DAYS) => {
    expect(() => daysVariable('RETENTION_DAYS', { RETENTION_DAYS })).toThrow(
      `environment variable RETENTION_DAYS is \`${RETENTION_DAYS}\`, not a whole number of days`,
    )
  })

  it('reads a list with stray commas', () => {
    expect(listVariable('REGIONS', { REGIONS: ',eu-west-1,,us-east-1,' })).toEqual([
      'eu-west-1',
      'us-east-1',
    ])
  })
})
