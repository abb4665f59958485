import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { terraformText } from '../terraform-text'

export interface NamedQuery {
  /** The name of the query in the catalogue. */
  readonly name: string
  readonly description: string
  readonly sql: string
}

export interface NamedQueriesProps {
  readonly databaseName: string
  readonly workgroupName: string
  readonly queries: readonly NamedQuery[]
  readonly dependsOn: readonly ITerraformDependable[]
}

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_NamedQuery.html */
const MAX_DESCRIPTION_CHARACTERS = 1024

/** The catalogue as saved queries of the workgroup, with the names of the catalogue. */
export class NamedQueries extends Construct {
  constructor(scope: Construct, id: string, props: NamedQueriesProps) {
    super(scope, id)

    for (const { name, description, sql } of props.queries) {
      new AthenaNamedQuery(this, name.replaceAll('/', '-'), {
        name,
        description: terraformText(shortened(description)),
        database: props.databaseName,
        workgroup: props.workgroupName,
        query: terraformText(sql),
        dependsOn: [...props.dependsOn],
      })
    }
  }
}

function shortened(text: string): string {
  return text.length <= MAX_DESCRIPTION_CHARACTERS
    ? text
    : `${text.slice(0, MAX_DESCRIPTION_CHARACTERS - 1)}…`
}
