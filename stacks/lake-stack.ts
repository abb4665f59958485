import { basename } from 'node:path'
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database'
import { AssetType, TerraformAsset, type ITerraformDependable } from 'cdktf'
import type { Construct } from 'constructs'
import type { Catalogue } from '../lib/catalogue/catalogue'
import { FIRST_QUERY } from '../lib/lake/archive-query'
import type { CompiledArchive } from '../lib/lake/compile-archive'
import { LOG_FOLDER, PARTITION_KEYS } from '../lib/flow-log/object-keys'
import type { FlowLogTarget, Settings } from '../lib/settings/settings'
import { archiveQueries } from './archive-queries'
import { arn, bucketArn, logsService } from './arn'
import { BaseStack, type ProviderNeed } from './base-stack'
import { bundleHandler, type Bundle, type BundleOptions } from './bundles'
import { consoleUrl } from './console-url'
import { ArchiveBucket } from './constructs/archive-bucket'
import { ArchiveTable } from './constructs/archive-table'
import { AthenaWorkgroup } from './constructs/athena-workgroup'
import { EncryptionKey } from './constructs/encryption-key'
import { targetName } from './constructs/flow-log-source'
import { FlowLogTable } from './constructs/flow-log-table'
import { LakeFunctions } from './constructs/lake-functions'
import { LegView } from './constructs/leg-view'
import { LogBucket } from './constructs/log-bucket'
import { NamedQueries } from './constructs/named-queries'
import { ParquetFlowLog } from './constructs/parquet-flow-log'
import { lakeJobs } from './lake-jobs'
import { legViewQuery } from './leg-view-query'
import { fromSource } from './policy'
import { savedAthenaQueries } from './saved-athena-queries'

/** Bundles a handler into a zip; the default writes it below `dist/`. */
export type Bundler = (entry: string, options?: BundleOptions) => Bundle

/** The months in S3: the bucket of the logs, the table and the view over it, the daily functions and their archive. */
export class LakeStack extends BaseStack {
  /** Messages on what the format excludes. */
  readonly notes: readonly string[]
  private readonly kmsKeyArn: string | undefined

  constructor(
    scope: Construct,
    private readonly settings: Settings,
    private readonly catalogue: Catalogue,
    private readonly bundler: Bundler = bundleHandler,
  ) {
    super(scope, 'lake', settings, providerNeeds(settings))

    this.kmsKeyArn = this.createKey()
    const archive = archiveQueries(settings, catalogue)
    this.createFlowLogs()
    this.createArchiveBucket()
    const table = this.createTable()
    const hasView = this.createLegView([table])
    this.createArchiveTable(archive, [table])
    const notes = this.saveQueries([table])
    this.createJobs(archive, [table])
    this.addOutputs(hasView, archive)
    this.notes = [...notes, ...exclusionNotes(settings, hasView, archive)]
  }

  private createKey(): string | undefined {
    const { settings } = this
    const { kms, lake } = settings
    if (!kms.enabled) return undefined

    const logGroups = Object.values(lake.functionNames).map((name) =>
      arn(settings, 'logs', `log-group:/aws/lambda/${name}`),
    )
    const key = new EncryptionKey(this, 'key', {
      accountRegion: settings,
      alias: `${kms.aliasPrefix}-lake`,
      description: 'Flow logs in S3, their archive and the results of queries',
      services: [
        {
          service: 'delivery.logs.amazonaws.com',
          conditions: fromSource(settings.account, arn(settings, 'logs', '*')),
        },
        {
          service: logsService(settings),
          conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
        },
      ],
    })
    return key.arn
  }

  private createFlowLogs(): void {
    const { settings } = this
    const { lake } = settings
    const policies = this.createLogBucket()
    const folder = lake.prefix === '' ? '' : `/${lake.prefix}/`
    for (const target of lake.targets) {
      new ParquetFlowLog(this, `flow-log-${targetName(target)}`, {
        target,
        name: `${settings.name}-${targetName(target)}`,
        destinationArn: `${bucketArn(settings, lake.bucketName)}${folder}`,
        logFormat: lake.logFormat,
        trafficType: lake.trafficType,
        aggregationIntervalSeconds: lake.aggregationIntervalSeconds,
        dependsOn: policies,
      })
    }
  }

  /** An existing bucket keeps its policy; AWS adds the statements that delivery needs. */
  private createLogBucket(): readonly ITerraformDependable[] {
    const { settings, kmsKeyArn } = this
    const { lake } = settings
    if (lake.bucketExisting) return []

    const { bucket } = new LogBucket(this, 'log-bucket', {
      accountRegion: settings,
      bucketName: lake.bucketName,
      prefix: lakePath(settings),
      retentionDays: lake.retentionDays,
      kmsKeyArn,
      forceDestroy: lake.forceDestroy,
    })
    return [bucket.policy]
  }

  private createArchiveBucket(): void {
    const { settings, kmsKeyArn } = this
    const { lake } = settings
    new ArchiveBucket(this, 'archive-bucket', {
      accountRegion: settings,
      bucketName: lake.archiveBucketName,
      resultsPrefix: `${lake.resultsPrefix}/`,
      retentionDays: lake.archiveRetentionDays,
      kmsKeyArn,
      forceDestroy: lake.forceDestroy,
    })
  }

  private createTable(): ITerraformDependable {
    const { lake } = this.settings
    const { table } = new FlowLogTable(this, 'table', {
      databaseName: lake.databaseName,
      tableName: lake.tableName,
      location: `s3://${lake.bucketName}/${lakePath(this.settings)}${LOG_FOLDER}`,
      logFormat: lake.logFormat,
      partitionKeys: PARTITION_KEYS,
      dependsOn: this.createDatabase(),
    })
    return table
  }

  private createDatabase(): readonly ITerraformDependable[] {
    const { lake } = this.settings
    if (lake.databaseExisting) return []

    const database = new GlueCatalogDatabase(this, 'database', {
      name: lake.databaseName,
      description: 'VPC flow logs',
    })
    return [database]
  }

  private createLegView(dependsOn: readonly ITerraformDependable[]): boolean {
    const { settings } = this
    const query = legViewQuery(settings, this.catalogue)
    if (!query) return false

    const { databaseName, viewName } = settings.lake
    new LegView(this, 'view', { databaseName, viewName, query, dependsOn })
    return true
  }

  private createArchiveTable(
    { compiled }: CompiledArchive,
    dependsOn: readonly ITerraformDependable[],
  ): void {
    const { lake } = this.settings
    const query = compiled.find(({ name }) => name === FIRST_QUERY)
    if (!query) return

    new ArchiveTable(this, 'archive-table', {
      databaseName: lake.databaseName,
      tableName: lake.archiveTableName,
      location: `s3://${lake.archiveBucketName}/`,
      columns: query.columns,
      retentionDays: lake.archiveRetentionDays,
      dependsOn,
    })
  }

  /** @returns messages on the excluded queries. */
  private saveQueries(dependsOn: readonly ITerraformDependable[]): readonly string[] {
    const { settings, kmsKeyArn } = this
    const { lake } = settings
    const { workgroup } = new AthenaWorkgroup(this, 'workgroup', {
      workgroupName: lake.workgroupName,
      resultsLocation: `s3://${lake.resultsBucketName}/${lake.resultsPrefix}/`,
      account: settings.account,
      bytesScannedCutoff: lake.bytesScannedCutoff,
      kmsKeyArn,
    })
    const { saved, leftOut } = savedAthenaQueries(settings, this.catalogue)
    new NamedQueries(this, 'named-queries', {
      databaseName: lake.databaseName,
      workgroupName: workgroup.name,
      queries: saved,
      dependsOn,
    })
    return leftOut.map(({ query, reason }) => `${lake.tableName}: skipped ${query}: ${reason}`)
  }

  /** Without archived queries there is no archive function. */
  private createJobs(
    { compiled }: CompiledArchive,
    dependsOn: readonly ITerraformDependable[],
  ): void {
    const { settings, kmsKeyArn } = this
    const queries = compiled.map(({ name, sql }) => ({ name, sql }))
    const jobs = lakeJobs(settings, kmsKeyArn).filter(
      ({ name }) => name !== 'archive' || queries.length > 0,
    )
    new LakeFunctions(this, 'functions', {
      settings,
      jobs: jobs.map((job) => ({
        ...job,
        code: this.bundle(
          job.entry,
          job.name === 'archive' ? { 'queries.json': JSON.stringify(queries) } : {},
        ),
      })),
      kmsKeyArn,
      dependsOn,
    })
  }

  private bundle(
    entry: string,
    extraFiles: Readonly<Record<string, string>>,
  ): { readonly path: string; readonly sha256: string } {
    const { zipPath, sha256Base64 } = this.bundler(entry, { extraFiles })
    const asset = new TerraformAsset(this, `code-${basename(entry, '.ts')}`, {
      path: zipPath,
      type: AssetType.FILE,
    })
    return { path: asset.path, sha256: sha256Base64 }
  }

  private addOutputs(hasView: boolean, { compiled }: CompiledArchive): void {
    const { settings } = this
    const { lake } = settings
    const table = (name: string) => `${lake.databaseName}.${name}`
    this.output('table', table(lake.tableName), 'One row per record, partitions in UTC')
    if (hasView) this.output('view', table(lake.viewName), 'One row per counted record')
    this.output('workgroup', lake.workgroupName, 'The workgroup of the queries')
    this.output(
      'saved_queries_url',
      consoleUrl(settings, 'athena', '/query-editor/saved-queries'),
      `The saved queries, for yesterday; choose the workgroup ${lake.workgroupName}`,
    )
    this.output('log_bucket', lake.bucketName, 'The records are delivered here')
    if (compiled.some(({ name }) => name === FIRST_QUERY)) {
      this.output(
        'archive_csv',
        `s3://${lake.archiveBucketName}/DATE/DATE.csv`,
        'The daily top 100, DATE as in 2026-02-09',
      )
      this.output('archive_table', table(lake.archiveTableName), 'The same, one partition per date')
    }
    this.output('next_command', 'natlens partitions list', 'Shows whether today has partitions')
  }
}

function exclusionNotes(
  { lake }: Settings,
  hasView: boolean,
  { compiled }: CompiledArchive,
): readonly string[] {
  return [
    ...(hasView
      ? []
      : [
          `${lake.tableName}: skipped the view ${lake.viewName}: the log format cannot answer nat/legs`,
        ]),
    ...(compiled.length > 0
      ? []
      : [`${lake.tableName}: skipped the archive: the log format cannot answer its queries`]),
  ]
}

/** The path of `AWSLogs/` in the bucket: empty, or ending with a slash. */
function lakePath({ lake }: Settings): string {
  return lake.prefix === '' ? '' : `${lake.prefix}/`
}

function providerNeeds({ lake, lambda }: Settings): readonly ProviderNeed[] {
  const isRegional = (target: FlowLogTarget) =>
    target.kind === 'nat-gateway' && target.natGateway.kind === 'regional'
  return [
    ...(lambda.runtime === 'nodejs24.x' ? (['nodejs24.x'] as const) : []),
    ...(lake.targets.some(isRegional) ? (['regional-nat-gateway'] as const) : []),
  ]
}
