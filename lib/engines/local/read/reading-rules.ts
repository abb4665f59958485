/**
 * The version of the rules by which lines become records. Each change of a value, a count or a reason raises it: copies of
 * text that were kept under other rules are not used.
 */
export const READING_RULES = 3
