/** Logs one line of JSON. */
export function log(message: string, facts: Readonly<Record<string, unknown>>): void {
  const line = { message, ...facts }
  // With JSON logs Lambda writes an object as JSON itself, and a text in quotes.
  console.info(process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON' ? line : JSON.stringify(line))
}
