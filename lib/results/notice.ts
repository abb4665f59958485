/** What the user should know about an answer; under `--strict` a `damage` makes the exit status 1. */
export interface Notice {
  readonly kind: 'damage' | 'note'
  readonly message: string
  /** Printed with -v, each on a line. */
  readonly details?: readonly string[] | undefined
}
