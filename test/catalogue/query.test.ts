import { readQuery } from '../../lib/catalogue/query'

it('reads the roles of columns', () => {
  const text =
    '# Roles: gateway = natGateway, private-address = who\n# Roles: usd = cost\n\nlimit 1'

  expect([...readQuery(text, 'q').roles]).toEqual([
    ['natGateway', 'gateway'],
    ['who', 'private-address'],
    ['cost', 'usd'],
  ])
})

it.each(['gatewai = natGateway', 'natGateway gateway', 'gateway =', ''])(
  'refuses `# Roles: %s`',
  (roles) => {
    expect(() => readQuery(`# Roles: ${roles}\n\nlimit 1`, 'nat/mine')).toThrow(
      `nat/mine: \`Roles:\` has \`${roles}\`, not a role, \`=\` and a column; ` +
        'roles are private-address, public-address, gateway, bytes, usd, time, account, region',
    )
  },
)
