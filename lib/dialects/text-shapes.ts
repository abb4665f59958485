/** Regular expressions of texts, in the syntax that RE2 and Java share. */

/** A decimal number, with or without an exponent of at most two digits. */
export const NUMERIC = '^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]{1,2})?$'

/** A character of white space. */
export const WHITE_SPACE = '[ \\t\\n\\r\\f]'

/** Only white space. */
export const BLANK = `^${WHITE_SPACE}*$`

/** Texts in which every `%` begins an escape. */
export const ESCAPED = '^([^%]|%[0-9A-Fa-f]{2})*$'

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const FOUR_OCTETS = `${OCTET}([.]${OCTET}){3}`
const GROUPS = '[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})'
/** `::ffff:192.0.2.1` is an IPv4 address in IPv6, RFC 4291. */
const MAPPED = `::[fF]{4}:${FOUR_OCTETS}`
const IPV6_GROUPS = `(${GROUPS}{7}|(${GROUPS}{0,6})?::(${GROUPS}{0,6})?|${MAPPED})`

export const IP_ADDRESS = `^(${FOUR_OCTETS}|${IPV6_GROUPS})$`
export const IPV4_ADDRESS = `^${FOUR_OCTETS}$`
export const IPV6_ADDRESS = `^${IPV6_GROUPS}$`
