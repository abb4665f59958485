import { carriageReturns } from './carriage-returns'
import { commas, semicolons, tabs } from './delimited'
import { jsonMessages } from './json-messages'
import { utf16 } from './utf16'
import type { Wrapper } from './wrapper'

/** The forms of text that hold lines of records; the first with records inside is the form of a file. */
export const WRAPPERS: readonly Wrapper[] = [
  utf16,
  carriageReturns,
  jsonMessages,
  tabs,
  commas,
  semicolons,
]

export function wrapperNamed(name: string): Wrapper {
  const wrapper = WRAPPERS.find((each) => each.name === name)
  if (!wrapper) throw new Error(`unknown form of text ${name}`)
  return wrapper
}
