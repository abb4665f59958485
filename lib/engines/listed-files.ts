/** Files of one folder that are read as they are listed, whatever else the folder contains: copies of objects in S3. */
export interface ListedFiles {
  /** Absolute. */
  readonly folder: string
  /** What messages name instead of the folder: `s3://bucket/AWSLogs`. */
  readonly shown: string
  /** Paths below the folder, with `/` between the names. */
  readonly files: readonly string[]
  /** The user named the only file: it is then an error when it is not a flow log. */
  readonly isNamed: boolean
}
