/** What goes wrong with one call; faults of an operation are used up in order. */
export type Fault =
  /** Answered with an error, and not done. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly status?: number
      readonly message?: string
    }
  /** Done, and yet answered with an error: what a retry then finds is done already. */
  | { readonly kind: 'late-error'; readonly code: string; readonly status?: number }
  /** The connection ends without an answer. */
  | { readonly kind: 'cut' }
  /** Nothing more comes, and the connection stays: of an object its first half has come. */
  | { readonly kind: 'hold' }
  /** HTTP 200, with errors for some of the items. */
  | { readonly kind: 'items'; readonly code: string; of(values: readonly string[]): boolean }

/** An error of the service, in the form in which both protocols can say it. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** What the error says besides its message, in the JSON protocol. */
    readonly detail: object = {},
  ) {
    super(message)
  }
}

export const throttle: Fault = { kind: 'error', code: 'ThrottlingException' }
export const serverFault: Fault = { kind: 'error', code: 'InternalServiceException', status: 500 }
export const cut: Fault = { kind: 'cut' }
export const hold: Fault = { kind: 'hold' }
