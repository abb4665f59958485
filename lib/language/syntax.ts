/**
 * A query as written: commands in order, every part with its span in the text.
 *
 * CloudWatch Logs Insights QL, https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */

/** A part of the text: offsets in UTF-16 units, `end` excluded. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Pipeline {
  readonly text: string
  readonly commands: readonly Command[]
}

export type Command =
  | { readonly kind: 'fields'; readonly items: readonly Item[]; readonly span: Span }
  | { readonly kind: 'display'; readonly items: readonly Item[]; readonly span: Span }
  | { readonly kind: 'filter'; readonly condition: Expression; readonly span: Span }
  | StatsCommand
  | { readonly kind: 'sort'; readonly keys: readonly SortItem[]; readonly span: Span }
  | { readonly kind: 'limit'; readonly count: Expression; readonly span: Span }
  /** `countFrequent`: the number of records of each combination of values, largest first. */
  | { readonly kind: 'countFrequent'; readonly keys: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'dedup'; readonly keys: readonly Expression[]; readonly span: Span }
  | ParseCommand
  | OtherCommand
  /** An invalid command, which has a diagnostic, and its first word in lower case. */
  | { readonly kind: 'broken'; readonly word: string; readonly span: Span }

export interface StatsCommand {
  readonly kind: 'stats'
  readonly items: readonly Item[]
  readonly by: readonly Item[]
  readonly span: Span
}

export interface ParseCommand {
  readonly kind: 'parse'
  /** Default: `@message`. */
  readonly operand: Expression | undefined
  readonly pattern: TextLiteral | RegexLiteral
  /** One name for each `*` of a glob; a regular expression names its groups itself. */
  readonly names: readonly Name[]
  readonly span: Span
}

/** A command without a form in SQL, such as `pattern`, kept as text. */
export interface OtherCommand {
  readonly kind: 'other'
  readonly name: string
  readonly span: Span
}

/** An expression and the name it is given with `as`. */
export interface Item {
  readonly expression: Expression
  readonly alias: Name | undefined
  /** `by bin(5m) offset 1h`: how much later the bins are shown. */
  readonly offset?: PeriodLiteral | undefined
  readonly span: Span
}

export interface SortItem {
  readonly expression: Expression
  readonly descending: boolean
  readonly span: Span
}

export interface Name {
  readonly text: string
  readonly span: Span
}

export interface TextLiteral {
  readonly kind: 'text'
  readonly value: string
  readonly span: Span
}

export interface RegexLiteral {
  readonly kind: 'regex'
  /** Between the slashes, with `\/` already read as `/`. */
  readonly pattern: string
  readonly span: Span
}

export interface NumberLiteral {
  readonly kind: 'number'
  readonly value: number
  /** As written: integers beyond 2^53 stay exact. */
  readonly digits: string
  readonly span: Span
}

/** A length of time, as in `bin(5m)`; the unit is one of the short forms (`ms s m h d w mo q y`). */
export interface PeriodLiteral {
  readonly kind: 'period'
  readonly count: number
  readonly unit: PeriodUnit
  readonly span: Span
}

export type PeriodUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y'

/** `{{name}}`, bare or as a whole quoted string: filled in before a query runs. */
export interface Placeholder {
  readonly kind: 'placeholder'
  readonly name: string
  readonly span: Span
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^'
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Expression =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | TextLiteral
  | NumberLiteral
  | RegexLiteral
  | PeriodLiteral
  | Placeholder
  | { readonly kind: 'star'; readonly span: Span }
  | InvalidExpression
  | CallExpression
  | { readonly kind: 'negative'; readonly operand: Expression; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: Expression; readonly span: Span }
  | BinaryExpression
  | InExpression
  | LikeExpression

/** A text that has a diagnostic, with the parts of it that can be checked. */
export interface InvalidExpression {
  readonly kind: 'invalid'
  readonly parts: readonly Expression[]
  readonly span: Span
}

export interface CallExpression {
  readonly kind: 'call'
  /** As written; the letter case of function names does not matter. */
  readonly name: string
  readonly nameSpan: Span
  readonly arguments: readonly Expression[]
  readonly span: Span
}

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: ArithmeticOperator | ComparisonOperator | 'and' | 'or'
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

export interface InExpression {
  readonly kind: 'in'
  readonly operand: Expression
  readonly items: readonly Expression[]
  readonly negated: boolean
  readonly span: Span
}

export interface LikeExpression {
  readonly kind: 'like'
  readonly operand: Expression
  readonly pattern: TextLiteral | RegexLiteral | Placeholder
  readonly negated: boolean
  readonly span: Span
}
