import { formatDiagnostic, positionAt } from '../../lib/language/diagnostics'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'

const said = (text: string): string => {
  const { pipeline, diagnostics } = parseQuery(text)
  return [...diagnostics, ...resolveQuery(pipeline).diagnostics]
    .map((diagnostic) => formatDiagnostic(diagnostic, text, 'scan.insights'))
    .join('\n\n')
}

describe('positionAt', () => {
  it('counts lines and columns from 1', () => {
    expect(positionAt('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
    expect(positionAt('ab\ncd', 2)).toEqual({ line: 1, column: 3 })
    expect(positionAt('ab\ncd', 3)).toEqual({ line: 2, column: 1 })
    expect(positionAt('ab\ncd', 99)).toEqual({ line: 2, column: 3 })
  })
})

describe('formatDiagnostic', () => {
  it('shows the place, the line with a caret below, and the help', () => {
    expect(
      said(
        '# Port scan\n\nfilter action = "REJECT"\n| stats count_distinct(dstPrt) as ports by srcAddr',
      ),
    ).toBe(
      [
        'scan.insights:4:24: unknown field `dstPrt`',
        '',
        '  4 | | stats count_distinct(dstPrt) as ports by srcAddr',
        '    |                        ^^^^^^',
        'help: Did you mean `dstPort`?',
      ].join('\n'),
    )
  })

  it('names a warning as one, keeps tabs, and points behind the end of a text', () => {
    expect(said('filter bytes == 1 |\r\n\tsort by bytes,')).toBe(
      [
        'scan.insights:1:14: warning: `==` is not documented',
        '',
        '  1 | filter bytes == 1 |',
        '    |              ^^',
        'help: write `=`',
        '',
        'scan.insights:2:7: warning: `sort by` is not documented',
        '',
        '  2 | \tsort by bytes,',
        '    | \t     ^^',
        'help: write `sort`',
        '',
        'scan.insights:2:16: the query ends where a value is expected',
        '',
        '  2 | \tsort by bytes,',
        '    | \t              ^',
      ].join('\n'),
    )
  })

  it('stops the caret at the end of the line', () => {
    expect(said('stats sum(bytes,\n  1) as n')).toBe(
      [
        'scan.insights:1:7: `sum` takes 1 argument; 2 were found',
        '',
        '  1 | stats sum(bytes,',
        '    |       ^^^^^^^^^^',
      ].join('\n'),
    )
  })
})
