import { usageErrorOf } from '../../cli/usage-errors'

const LINE = { program: 'natlens run', options: ['path', 'param', 'output', 'from'] }
const HINT = '`natlens run --help` shows what it takes'

it.each([
  [
    'Unknown arguments: pth, x',
    ['run', '--pth=logs'],
    'unknown option `--pth`',
    '`--path` is spelled almost the same',
  ],
  ['Unknown argument: zzzzzz', ['run', '--zzzzzz'], 'unknown option `--zzzzzz`', HINT],
  ['Unknown argument: q', ['run', '-q'], 'unknown option `-q`', HINT],
  ['Unknown argument: extra', ['run', 'extra'], 'unexpected argument `extra`', HINT],
  [
    'Invalid values:\n  Argument: output, Given: "yaml", Choices: "table", "csv"',
    ['run', '-o', 'yaml'],
    '--output `yaml` is not known',
    'it is one of table, csv',
  ],
  [
    'Invalid values:\n  Argument: action, Given: "remove", Choices: "list", "add"',
    ['partitions', 'remove'],
    'action `remove` is not known',
    'it is one of list, add',
  ],
  ['Missing required argument: out', ['sample'], '--out is missing', HINT],
  ['Missing required arguments: out, seed', ['sample'], '--out, --seed is missing', HINT],
  ['Not enough arguments following: from', ['run'], '--from is given without a value', HINT],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    ['show'],
    '`natlens run` is given too little',
    HINT,
  ],
  ['Something else', [], 'something else', HINT],
])('says what is wrong in one line: %j', (found, words, message, help) => {
  const error = usageErrorOf(found, { ...LINE, words })

  expect({ message: error.message, help: error.help, exitCode: error.exitCode }).toEqual({
    message,
    help,
    exitCode: 2,
  })
})
