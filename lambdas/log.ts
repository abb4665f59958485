/** One line of JSON that says what was done. */
export function log(message: string, facts: Readonly<Record<string, unknown>>): void {
  const line = { message, ...facts }
  // With JSON logs, Lambda itself writes an object as JSON and would put a text in quotes.
  console.info(process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON' ? line : JSON.stringify(line))
}
