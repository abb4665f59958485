/** A message about a query, and what would be right. */
export type Sentence = readonly [message: string, help?: string | undefined]
