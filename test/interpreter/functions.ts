import type { CallValue, Value } from '../../lib/language/plan'
import { addressNumber, isAddress, isInBlock } from './addresses'
import { compareData, integer, moment, number, type Datum, type Notes } from './datum'
import { evaluate, isNumericText, textOf, truth, type Row } from './evaluate'
import { ceilTime, floorTime } from './periods'
import { regularExpression } from './regular-expression'

type Present = Exclude<Datum, null>

/** A function of one row: missing when an argument is, but for those that are about what is missing; a test is then false. */
export function callFunction(
  { function: name, arguments: args, type }: CallValue,
  row: Row,
): Datum {
  switch (name) {
    case 'if':
      return evaluate(args[truth(args[0]!, row) ? 1 : 2]!, row)
    case 'case':
      return firstCase(args, row)
    case 'coalesce':
      return args.map((each) => evaluate(each, row)).find((datum) => datum !== null) ?? null
    case 'ispresent':
      return evaluate(args[0]!, row) === null ? 0n : 1n
    case 'isempty':
    case 'isblank': {
      const datum = evaluate(args[0]!, row)
      const text = datum === null ? '' : textOf(datum)
      return (name === 'isblank' ? text.trim() : text) === '' ? 1n : 0n
    }
    case 'datefloor':
    case 'dateceil': {
      const [time, period] = [evaluate(args[0]!, row), args[1]]
      if (period?.kind !== 'period') throw new Error(`${name} takes a period`)
      if (typeof time !== 'bigint') return null
      const round = name === 'datefloor' ? floorTime : ceilTime
      return moment(round(time, period), row.notes)
    }
    default: {
      const given = args.map((each) => evaluate(each, row))
      if (given.some((datum) => datum === null)) return type === 'boolean' ? 0n : null
      const result = PLAIN[name](given as readonly Present[], row.notes, args)
      return typeof result === 'boolean' ? (result ? 1n : 0n) : result
    }
  }
}

/** The value beside the first condition that holds, or the one left over at the end. */
function firstCase(args: readonly Value[], row: Row): Datum {
  for (let index = 0; index + 1 < args.length; index += 2) {
    if (truth(args[index]!, row)) return evaluate(args[index + 1]!, row)
  }
  return args.length % 2 === 1 ? evaluate(args.at(-1)!, row) : null
}

type PlainName = Exclude<
  CallValue['function'],
  'if' | 'case' | 'coalesce' | 'ispresent' | 'isempty' | 'isblank' | 'datefloor' | 'dateceil'
>

type Apply = (given: readonly Present[], notes: Notes, args: readonly Value[]) => Datum | boolean

const PLAIN: Readonly<Record<PlainName, Apply>> = {
  abs: ([x], notes) =>
    typeof x === 'bigint' ? integer(x < 0n ? -x : x, notes) : Math.abs(Number(x)),
  ceil: ([x]) => (typeof x === 'bigint' ? x : Math.ceil(Number(x))),
  floor: ([x]) => (typeof x === 'bigint' ? x : Math.floor(Number(x))),
  greatest: (given) => [...given].sort(compareData).at(-1)!,
  least: (given) => [...given].sort(compareData)[0]!,
  log: ([x]) => (Number(x) > 0 ? Math.log(Number(x)) : null),
  sqrt: ([x]) => (Number(x) >= 0 ? Math.sqrt(Number(x)) : null),
  round: ([x, digits = 0n], notes) => round(x!, Number(digits), notes),
  toInt: ([x]) => toWhole(x!, 31n),
  toLong: ([x]) => toWhole(x!, 63n),
  isNumeric: ([x], _, [argument]) => argument!.type !== 'text' || isNumericText(textOf(x!)),
  fromMillis: ([x]) => ((x as bigint) < -LAST_TIME || (x as bigint) > LAST_TIME ? null : x!),
  toMillis: ([x]) => x!,
  now: () => BigInt(Math.floor(Date.now() / 1000)),

  isValidIp: ([x]) => isAddress.isValidIp(textOf(x!)),
  isValidIpV4: ([x]) => isAddress.isValidIpV4(textOf(x!)),
  isValidIpV6: ([x]) => isAddress.isValidIpV6(textOf(x!)),
  isIpInSubnet: ([x, block]) => isInBlock(textOf(x!), textOf(block!)),
  isIpv4InSubnet: ([x, block]) => isInBlock(textOf(x!), textOf(block!)),
  isIpv6InSubnet: ([x, block]) => isInBlock(textOf(x!), textOf(block!)),

  ipv4ToNumber: ([x]) => addressNumber(textOf(x!)),

  concat: (given) => given.map(textOf).join(''),
  ltrim: ([text, characters]) => trimmed(text!, characters, true, false),
  rtrim: ([text, characters]) => trimmed(text!, characters, false, true),
  trim: ([text, characters]) => trimmed(text!, characters, true, true),
  strlen: ([text]) => BigInt([...textOf(text!)].length),
  toupper: ([text]) => textOf(text!).toUpperCase(),
  tolower: ([text]) => textOf(text!).toLowerCase(),
  substr: ([text, start, length]) => substring(textOf(text!), Number(start), length),
  replace: ([text, find, by]) =>
    find === '' ? text! : textOf(text!).replaceAll(textOf(find!), () => textOf(by!)),
  regexReplace: ([text, regex, by]) =>
    textOf(text!).replace(regularExpression(textOf(regex!), 'g'), () => textOf(by!)),
  strcontains: ([text, part]) => textOf(text!).includes(textOf(part!)),
  startsWith: ([text, part]) => textOf(text!).startsWith(textOf(part!)),
  endsWith: ([text, part]) => textOf(text!).endsWith(textOf(part!)),
  urldecode: ([text]) => urlDecoded(textOf(text!)),
  messageSize: ([text]) => BigInt(Buffer.byteLength(textOf(text!))),
  base64encode: ([text]) => Buffer.from(textOf(text!)).toString('base64'),
  decToHex: ([x]) => hexOf(x as bigint),
}

const LAST_TIME = 2n ** 50n

function hexOf(x: bigint): string {
  return x < 0n ? `-0x${(-x).toString(16)}` : `0x${x.toString(16)}`
}

/** Half away from zero. */
function round(x: Present, digits: number, notes: Notes): Present {
  if (typeof x === 'bigint') {
    if (digits >= 0) return x
    const unit = 10n ** BigInt(-digits)
    const half = unit / 2n
    return integer(((x + (x < 0n ? -half : half)) / unit) * unit, notes)
  }
  const value = Number(x)
  if (Math.abs(digits) > 25) return digits > 0 ? value : 0
  const unit = 10 ** Math.abs(digits)
  const scaled = digits < 0 ? value / unit : value * unit
  const whole = Math.sign(scaled) * Math.round(Math.abs(scaled))
  return number(digits < 0 ? whole * unit : whole / unit, notes)
}

/** Towards zero; missing beyond 32 or 64 bits. */
function toWhole(x: Present, bits: bigint): Datum {
  const whole = typeof x === 'bigint' ? x : Math.trunc(Number(x))
  if (typeof whole === 'number' && !Number.isFinite(whole)) return null
  const exact = BigInt(whole)
  return exact >= 2n ** bits || exact < -(2n ** bits) ? null : exact
}

function trimmed(
  text: Present,
  characters: Present | undefined,
  atStart: boolean,
  atEnd: boolean,
): string {
  const cut = new Set(characters === undefined ? ' \t\n\r\f' : textOf(characters))
  const rest = [...textOf(text)]
  while (atStart && rest.length > 0 && cut.has(rest[0]!)) rest.shift()
  while (atEnd && rest.length > 0 && cut.has(rest.at(-1)!)) rest.pop()
  return rest.join('')
}

/** From a position on, counted from 0; missing for a position or a length below it. */
function substring(text: string, start: number, length: Present | undefined): Datum {
  if (start < 0 || (length !== undefined && Number(length) < 0)) return null
  const end = length === undefined ? undefined : start + Number(length)
  return [...text].slice(start, end).join('')
}

/** `%41` is A; a text with a broken escape stays as it is. */
function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
