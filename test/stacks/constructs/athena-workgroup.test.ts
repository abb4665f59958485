import { AthenaWorkgroup } from '../../../stacks/constructs/athena-workgroup'
import { NamedQueries } from '../../../stacks/constructs/named-queries'
import { synthConstruct } from '../synth-construct'

describe('the workgroup', () => {
  it('enforces where results go, how they are encrypted and how much a query scans', () => {
    const stack = synthConstruct(
      (scope) =>
        new AthenaWorkgroup(scope, 'workgroup', {
          workgroupName: 'natlens',
          resultsLocation: 's3://archive/athena-results/',
          account: '123456789012',
          bytesScannedCutoff: 107_374_182_400,
          kmsKeyArn: undefined,
        }),
    )

    expect(stack.one('aws_athena_workgroup')).toMatchObject({
      name: 'natlens',
      force_destroy: true,
      configuration: {
        enforce_workgroup_configuration: true,
        publish_cloudwatch_metrics_enabled: true,
        bytes_scanned_cutoff_per_query: 107_374_182_400,
        engine_version: { selected_engine_version: 'Athena engine version 3' },
        result_configuration: {
          output_location: 's3://archive/athena-results/',
          expected_bucket_owner: '123456789012',
          encryption_configuration: { encryption_option: 'SSE_S3' },
        },
      },
    })
  })
})

describe('named queries', () => {
  it('have the catalogue’s names, descriptions that fit and SQL that Terraform leaves alone', () => {
    const stack = synthConstruct(
      (scope) =>
        new NamedQueries(scope, 'queries', {
          databaseName: 'natlens',
          workgroupName: 'natlens',
          queries: [
            { name: 'nat/upload', description: 'x'.repeat(1025), sql: "SELECT '${day} %{if}'" },
          ],
          dependsOn: [],
        }),
    )
    const query = stack.one('aws_athena_named_query')

    expect(query).toMatchObject({
      name: 'nat/upload',
      database: 'natlens',
      workgroup: 'natlens',
      query: "SELECT '$${day} %%{if}'",
    })
    expect(query['description']).toBe(`${'x'.repeat(1023)}…`)
  })
})
