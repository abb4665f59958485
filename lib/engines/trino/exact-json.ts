/** A text, so that digits inside it are skipped, or a number with all its parts. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Parses JSON whose integers may be larger than a double holds: those of 16 digits or more come as text. */
export function parseExactly(json: string): unknown {
  if (!/\d{16}/.test(json)) return JSON.parse(json)
  return JSON.parse(json.replace(TOKEN, (text) => (/^-?\d{16,}$/.test(text) ? `"${text}"` : text)))
}
