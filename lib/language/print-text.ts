/** Text in double quotes, escaped. */
export function printText(value: string): string {
  return `"${value.replace(/\\(?=["\\]|$)|"/g, (character) => `\\${character}`)}"`
}
