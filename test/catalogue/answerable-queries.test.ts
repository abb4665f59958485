import { answerableQueries } from '../../lib/catalogue/answerable-queries'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { deployedValues, type DeployedLog } from '../../lib/catalogue/deployed-values'
import { fillValues } from '../../lib/catalogue/fill'
import { FORMATS } from '../../lib/flow-log/format'
import type { FlowLogTarget, NatGateway } from '../../lib/settings/settings'
import { EXAMPLE_NAT_GATEWAYS, EXAMPLE_VPC, exampleSettings } from '../settings/example-settings'

const catalogue = loadCatalogue()
const WHOLE_VPC: readonly FlowLogTarget[] = [{ kind: 'vpc', vpc: EXAMPLE_VPC }]
const REGIONAL: NatGateway = {
  kind: 'regional',
  natGatewayId: 'nat-0ccccccccccccccc3',
  name: 'nat-c',
  vpcId: EXAMPLE_VPC.id,
  privateAddresses: [],
}
const LOOKED_UP: NatGateway = { ...REGIONAL, kind: 'zonal', name: 'nat-d' }

function exampleLog(log: Partial<DeployedLog> = {}): DeployedLog {
  return { ...exampleSettings(), targets: WHOLE_VPC, logFormat: FORMATS.v5, ...log }
}

describe('the values that a deployment knows', () => {
  const valuesOf = (log: Partial<DeployedLog>) =>
    Object.fromEntries(deployedValues(exampleLog(log))) as Record<string, unknown>

  it('are the NAT gateways of a logged VPC, their addresses, the VPC’s networks and the price', () => {
    expect(valuesOf({ natGateways: EXAMPLE_NAT_GATEWAYS, usdPerGB: 0.048 })).toEqual({
      natGateways: ['eni-0aaaaaaaaaaaaaaa1', 'eni-0bbbbbbbbbbbbbbb2'],
      natAddresses: ['10.0.0.10', '10.0.1.10'],
      inside: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '10.0.0.0/16'],
      usdPerGB: ['0.048'],
    })
  })

  it('are not the NAT gateways where each record says what its interface is', () => {
    const natOnly: FlowLogTarget = { kind: 'nat-gateway', natGateway: EXAMPLE_NAT_GATEWAYS[0]! }
    const natGateways = EXAMPLE_NAT_GATEWAYS

    expect(valuesOf({ natGateways, targets: [natOnly] })).not.toHaveProperty('natGateways')
    expect(valuesOf({ natGateways, logFormat: FORMATS.v11 })).not.toHaveProperty('natGateways')
    expect(valuesOf({ natGateways, targets: [natOnly] })['natAddresses']).toEqual(['10.0.0.10'])
  })

  it('name a regional NAT gateway as the records of the format do', () => {
    const logFormat = FORMATS.v11.filter(({ token }) => token !== 'interface-type')

    expect(valuesOf({ natGateways: [REGIONAL] })['natGateways']).toEqual(['-'])
    expect(valuesOf({ natGateways: [REGIONAL], logFormat })['natGateways']).toEqual([
      'nat-0ccccccccccccccc3',
    ])
  })

  it('name no NAT gateway when one is unknown, since a list excludes the others', () => {
    const values = valuesOf({ natGateways: [...EXAMPLE_NAT_GATEWAYS, LOOKED_UP] })

    expect(Object.keys(values)).toEqual(['inside', 'usdPerGB'])
  })

  it('are expressions for a NAT gateway that Terraform looks up', () => {
    const interfaceId = { expression: '${data.aws_nat_gateway.d.network_interface_id}' }
    const privateAddress = { expression: '${data.aws_nat_gateway.d.private_ip}' }
    const values = valuesOf({
      natGateways: [...EXAMPLE_NAT_GATEWAYS, LOOKED_UP],
      lookups: new Map([['nat-0ccccccccccccccc3', { interfaceId, privateAddress }]]),
    })

    expect(values['natGateways']).toEqual([
      'eni-0aaaaaaaaaaaaaaa1',
      'eni-0bbbbbbbbbbbbbbb2',
      interfaceId,
    ])
    expect(values['natAddresses']).toEqual(['10.0.0.10', '10.0.1.10', privateAddress])
  })
})

describe('the queries that a log can answer', () => {
  const answerable = (name: string, log: Partial<DeployedLog>) =>
    answerableQueries([catalogue.find(name)], exampleLog(log))

  it('take the values of their own parameters', () => {
    const { queries, values, leftOut } = answerable('nat/egress-via-nat', {
      natGateways: EXAMPLE_NAT_GATEWAYS,
    })
    const text = fillValues(queries[0]!, values)

    expect(leftOut).toEqual([])
    expect(text).toContain('["10.0.0.10", "10.0.1.10"]')
    expect(text).toContain('"10.0.0.0/16"')
  })

  it('have the price of the settings', () => {
    const { queries, values } = answerable('cost/nat-processing', { usdPerGB: 0.0625 })

    expect(fillValues(queries[0]!, values)).toContain('0.0625')
  })

  it('are not those for which the format lacks a field', () => {
    expect(answerable('nat/daily-legs-top-100', { logFormat: FORMATS.v3 }).leftOut).toEqual([
      { query: 'nat/daily-legs-top-100', reason: 'the log format lacks flowDirection' },
    ])
  })

  it('are not those with a required parameter that the settings do not know', () => {
    expect(answerable('nat/egress-via-nat', { natGateways: [] }).leftOut).toEqual([
      { query: 'nat/egress-via-nat', reason: 'the settings lack natAddresses' },
    ])
  })

  it('are all others', () => {
    const { queries, leftOut } = answerable('nat/conversations', { natGateways: [] })

    expect(queries.map(({ name }) => name)).toEqual(['nat/conversations'])
    expect(leftOut).toEqual([])
  })
})
