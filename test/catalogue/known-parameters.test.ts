import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { FORMATS } from '../../lib/flow-log/format'
import type { FlowLogTarget, NatGateway } from '../../lib/settings/settings'
import {
  knownParameters,
  parametersOf,
  priceParameters,
  reasonToLeaveOut,
} from '../../lib/catalogue/known-parameters'
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

describe('what is known of a log', () => {
  const known = (
    natGateways: readonly NatGateway[],
    targets = WHOLE_VPC,
    format: keyof typeof FORMATS = 'v5',
  ) => knownParameters({ ...exampleSettings(), natGateways }, targets, FORMATS[format])

  it('is the NAT gateways of a logged VPC, their addresses and the VPC’s networks', () => {
    expect(known(EXAMPLE_NAT_GATEWAYS)).toEqual({
      natGateways: ['eni-0aaaaaaaaaaaaaaa1', 'eni-0bbbbbbbbbbbbbbb2'],
      natAddresses: ['10.0.0.10', '10.0.1.10'],
      inside: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '10.0.0.0/16'],
    })
  })

  it('is not the NAT gateways where the log itself tells them', () => {
    const natOnly: FlowLogTarget = { kind: 'nat-gateway', natGateway: EXAMPLE_NAT_GATEWAYS[0]! }

    expect(known(EXAMPLE_NAT_GATEWAYS, [natOnly]).natGateways).toEqual([])
    expect(known(EXAMPLE_NAT_GATEWAYS, WHOLE_VPC, 'v11').natGateways).toEqual([])
    expect(known(EXAMPLE_NAT_GATEWAYS, [natOnly]).natAddresses).toEqual(['10.0.0.10'])
  })

  it('names a regional NAT gateway as the records of the format do', () => {
    expect(known([REGIONAL]).natGateways).toEqual(['-'])
    expect(
      knownParameters(
        { ...exampleSettings(), natGateways: [REGIONAL] },
        WHOLE_VPC,
        FORMATS.v11.filter(({ token }) => token !== 'interface-type'),
      ).natGateways,
    ).toEqual(['nat-0ccccccccccccccc3'])
  })

  it('names no NAT gateway when one is not known yet, since a list leaves out the rest', () => {
    expect(known([...EXAMPLE_NAT_GATEWAYS, LOOKED_UP])).toMatchObject({
      natGateways: [],
      natAddresses: [],
    })
  })
})

describe('the parameters of a query', () => {
  const known = {
    natGateways: [],
    natAddresses: ['10.0.0.10'],
    inside: ['10.0.0.0/8', '10.1.0.0/16'],
  }

  it('are those that it has and that are known', () => {
    expect(parametersOf(catalogue.find('nat/egress-via-nat'), known)).toEqual([
      'natAddresses=10.0.0.10',
      'inside=10.0.0.0/8,10.1.0.0/16',
    ])
    expect(parametersOf(catalogue.find('traffic/protocols'), known)).toEqual([])
  })

  it('have the price of the settings', () => {
    const usdPerGB = { usdPerGB: 0.048 }

    expect(priceParameters(catalogue.find('cost/nat-processing'), usdPerGB)).toEqual([
      'usdPerGB=0.048',
    ])
    expect(priceParameters(catalogue.find('nat/talkers'), usdPerGB)).toEqual([])
  })
})

describe('a query is left out', () => {
  it('when the format lacks a field', () => {
    expect(reasonToLeaveOut(catalogue.find('nat/daily-legs-top-100'), FORMATS.v3, [])).toBe(
      'the log format has no flowDirection',
    )
  })

  it('when a parameter that it must have is not known', () => {
    expect(reasonToLeaveOut(catalogue.find('nat/egress-via-nat'), FORMATS.v5, [])).toBe(
      'the settings do not tell natAddresses',
    )
  })

  it('for no other reason', () => {
    expect(reasonToLeaveOut(catalogue.find('nat/conversations'), FORMATS.v5, [])).toBeUndefined()
  })
})
