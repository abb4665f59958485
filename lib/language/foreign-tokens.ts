import { parseCidr } from '../flow-log/cidr'

// What a web page or a word processor makes of operators and quotes.
export const HTML_ENTITY = /&(?:lt;=?|gt;=?|amp;&amp;|nbsp;|amp;|quot;|apos;|#34;|#39;|#x27;)/y
export const HTML_QUOTED = /(&quot;|&#34;|&apos;|&#39;|&#x27;)([^\n]*?)\1/y
export const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<', '&lt;=': '<=', '&gt;': '>', '&gt;=': '>=', '&amp;&amp;': 'and', '&amp;': 'and', '&nbsp;': ' ',
} // prettier-ignore
export const CURLY_QUOTED = /[\u2018-\u201f]([^\u2018-\u201f\n|]*)[\u2018-\u201f]/y
export const CURLY_QUOTE = /[\u2018-\u201f][^\n|]*/y

const UNQUOTED_IPV4 = /\d+(?:\.\d+){3}(?:\/\d+)?/y
const UNQUOTED_IPV6 =
  /(?=[0-9a-f]*:[0-9a-f]*:)[0-9a-f:]{2,45}(?:\.\d{1,3}){0,3}(?:\/\d{1,3})?(?![\w:.])/iy
// Digits alone after the hyphen can be a subtraction.
const UNQUOTED_ID =
  /(?:eni|vpc|subnet|i|nat|tgw|tgw-attach|sg|acl|vpce|pl|rtb|igw)-(?:(?=\d*[a-f])(?:\d[0-9a-f]{2,16}|[0-9a-f]{8,17})|\d{17})(?![\w-])/y

/** The length of an address, a block or an id without quotes; undefined for another text. */
export function unquotedLength(text: string, offset: number): number | undefined {
  if (!/[0-9a-z:]/i.test(text[offset]!)) return undefined
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset
    return pattern.exec(text)?.[0]
  }
  const address = match(UNQUOTED_IPV4) ?? match(UNQUOTED_IPV6)
  const found = address !== undefined && parseCidr(address) ? address : match(UNQUOTED_ID)
  return found?.length
}

const UNITS = ['k', 'm', 'g', 't'] as const

/** The digits of a number in another form, such as `1e6`, `1_000` or `10MB`; undefined for another text. */
export function digitsOf(word: string): string | undefined {
  const plain = word.replaceAll('_', '')
  const [, amount, prefix, binary] = /^(\d+(?:\.\d+)?)([kmgt])(i?)b?$/i.exec(plain) ?? []
  const scale =
    prefix === undefined
      ? 1
      : (binary === 'i' ? 1024 : 1000) **
        (1 + UNITS.findIndex((each) => each === prefix.toLowerCase()))
  const value = Number(amount ?? plain) * scale
  return Number.isSafeInteger(value) ? String(value) : undefined
}
