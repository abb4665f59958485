/** A message about a query, and its help. */
export type Sentence = readonly [message: string, help?: string | undefined]
