import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition'
import { Construct } from 'constructs'
import { terraformText } from '../terraform-text'
import type { ConsoleQuery } from '../console-queries'

export interface SavedQueriesProps {
  /** Folder in the console, `natlens` or `natlens/<vpc>`. */
  readonly folder: string
  readonly logGroupName: string
  readonly queries: readonly ConsoleQuery[]
}

/** The catalogue as saved queries in the Logs Insights console, with the log group selected. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, logGroupName, queries }: SavedQueriesProps) {
    super(scope, id)

    for (const { query, text } of queries) {
      new CloudwatchQueryDefinition(this, query.replace('/', '-'), {
        name: `${folder}/${query}`,
        queryString: terraformText(text),
        logGroupNames: [logGroupName],
      })
    }
  }
}
