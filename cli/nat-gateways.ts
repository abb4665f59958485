import { splitList } from '../lib/catalogue/parameter'

/** The id of a record's gateway in Insights QL: its interface, or the resource of a regional gateway. */
export const GATEWAY_ID = 'if(interfaceId = "-", coalesce(resourceId, "-"), interfaceId)'

const SETTING = 'natGateways='

/** The ids that `natGateways` has among `name=value` settings. */
export function givenGateways(params: readonly string[]): readonly string[] {
  return params
    .filter((setting) => setting.startsWith(SETTING))
    .flatMap((setting) => splitList(setting.slice(SETTING.length)))
}
