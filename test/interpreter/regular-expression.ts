const compiled = new Map<string, RegExp>()

/** An RE2 pattern in JavaScript's words: flags of the whole pattern, text anchors and POSIX classes differ. */
export function regularExpression(pattern: string, flags = ''): RegExp {
  const key = `${flags}:${pattern}`
  const known = compiled.get(key)
  if (known) return known

  const own = /^\(\?([ims]+)\)/.exec(pattern)
  const source = pattern
    .slice(own?.[0].length ?? 0)
    .replace(/\\[Az]|\[:(\^?)([a-z]+):\]/g, (part, not: string | undefined, name: string) => {
      if (part === '\\A') return '^'
      if (part === '\\z') return '$'
      const members = CLASSES[name]
      if (members === undefined || not) throw new Error(`the interpreter knows no ${part}`)
      return members
    })
  const regex = new RegExp(source, `${flags}${own?.[1] ?? ''}`)
  compiled.set(key, regex)
  return regex
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
}
