/** The name of a query's column in Glue, which has no capital letters: `natGateway` is `nat_gateway`. */
export function columnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
