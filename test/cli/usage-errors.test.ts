import { toUsageError } from '../../cli/usage-errors'

const LINE = { program: 'natlens run', options: ['path', 'param', 'output', 'from'] }
const HINT = 'see `natlens run --help`'

it.each([
  [
    'Unknown arguments: pth, x',
    ['run', '--pth=logs'],
    'unknown option `--pth`',
    'Did you mean `--path`?',
  ],
  ['Unknown argument: zzzzzz', ['run', '--zzzzzz'], 'unknown option `--zzzzzz`', HINT],
  ['Unknown argument: q', ['run', '-q'], 'unknown option `-q`', HINT],
  ['Unknown argument: extra', ['run', 'extra'], 'unexpected argument `extra`', HINT],
  [
    'Invalid values:\n  Argument: output, Given: "yaml", Choices: "table", "csv"',
    ['run', '-o', 'yaml'],
    '--output `yaml` is invalid',
    'valid values: table, csv',
  ],
  [
    'Invalid values:\n  Argument: action, Given: "remove", Choices: "list", "add"',
    ['partitions', 'remove'],
    'action `remove` is invalid',
    'valid values: list, add',
  ],
  ['Missing required argument: out', ['sample'], '--out is required', HINT],
  ['Missing required arguments: out, seed', ['sample'], '--out, --seed are required', HINT],
  ['Not enough arguments following: from', ['run'], '--from requires a value', HINT],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    ['show'],
    '`natlens run` requires an argument',
    HINT,
  ],
  [
    'no command',
    [],
    'Which command? For example `natlens summary --path logs/`.',
    '`natlens --help` lists the commands',
  ],
  ['Something else', [], 'something else', HINT],
])('says what is wrong in one line: %j', (found, words, message, help) => {
  const error = toUsageError(found, { ...LINE, words })

  expect({ message: error.message, help: error.help, exitCode: error.exitCode }).toEqual({
    message,
    help,
    exitCode: 2,
  })
})
