import { commandPrefix, quoted } from '../../cli/invocation'

it.each([
  [undefined, 'natlens'],
  ['npx', 'npx natlens'],
  ['start', 'npm run -s natlens --'],
  ['natlens', 'npm run -s natlens --'],
  ['test', 'natlens'],
])('names the next command as this one was started (npm event %s)', (event, prefix) => {
  expect(commandPrefix({ environment: { npm_lifecycle_event: event } })).toBe(prefix)
})

it('quotes what a shell would take apart', () => {
  expect(quoted('logs/2026-03-14')).toBe('logs/2026-03-14')
  expect(quoted('my logs/*.gz')).toBe("'my logs/*.gz'")
  expect(quoted("it's")).toBe("'it'\\''s'")
})
