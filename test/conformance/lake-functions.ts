import { join } from 'node:path'
import { functionOfZip } from '../lambdas/lambda-process'
import { resourceOf, type Deployment } from './deployment'

type Event = Readonly<Record<string, string>>
type Counts = Readonly<Record<string, number>>
type Handler = (event: Event) => Promise<Counts>

/** The functions of the lake: each from the zip and with the environment that Terraform gave it. */
export interface LakeFunctions {
  readonly addPartitions: Handler
  readonly deletePartitions: Handler
  readonly archive: Handler
}

export function lakeFunctions(
  lake: Deployment,
  folder: string,
  endpoints: { readonly moto: string; readonly athena: string },
): LakeFunctions {
  const handler = (name: string): Handler => {
    const { values } = resourceOf(lake, 'aws_lambda_function', 'function_name', `natlens-${name}`)
    const [{ variables }] = values['environment'] as [{ readonly variables: Event }]
    const zip = join(lake.folder, String(values['filename']))
    const loaded = functionOfZip(zip, join(folder, name))
    const environment = {
      ...variables,
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: endpoints.moto,
      AWS_ENDPOINT_URL_ATHENA: endpoints.athena,
    }
    return async (event) => {
      const { result, errorType, errorMessage } = await loaded.invoke(event, environment)
      if (errorType !== undefined) throw new Error(`${name}: ${errorType}: ${errorMessage}`)
      return result as Counts
    }
  }
  return {
    addPartitions: handler('add-partitions'),
    deletePartitions: handler('delete-partitions'),
    archive: handler('archive'),
  }
}
