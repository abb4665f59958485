/** `time` is a moment in epoch milliseconds; a boolean shown as a value is the integer 1 or 0. */
export type ValueType = 'text' | 'integer' | 'number' | 'boolean' | 'time'
