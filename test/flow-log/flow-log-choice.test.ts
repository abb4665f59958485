import { parseFlowLogs } from '../../lib/flow-log/flow-log-choice'

describe('the values of --flow-log', () => {
  it.each([
    [undefined, undefined],
    [['all'], 'all'],
    [['fl-0a1b'], ['fl-0a1b']],
    [
      ['fl-0a1b,fl-2', 'fl-3', 'fl-2'],
      ['fl-0a1b', 'fl-2', 'fl-3'],
    ],
  ])('%j are %j', (values, choice) => {
    expect(parseFlowLogs(values)).toEqual(choice)
  })

  it.each([
    [[''], '--flow-log `` is not the id of a flow log'],
    [["fl-1'"], "--flow-log `fl-1'` is not the id of a flow log"],
    [['fl-A'], '--flow-log `fl-A` is not the id of a flow log'],
    [['fl-1', 'all'], '--flow-log `all` cannot be combined with the id of a flow log'],
  ])('%j are refused', (values, message) => {
    expect(() => parseFlowLogs(values)).toThrow(message)
  })
})
