import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard'
import { Construct } from 'constructs'
import type { ConsoleQuery } from '../console-queries'
import { terraformText } from '../terraform-text'

export interface QueryDashboardProps {
  readonly dashboardName: string
  readonly region: string
  /** The saved queries of each log group. */
  readonly logGroups: readonly {
    readonly name: string
    readonly queries: readonly ConsoleQuery[]
  }[]
}

/** The main queries, in the order of the widgets; a query that the format cannot answer has no widget. */
const WIDGETS: readonly { readonly query: string; readonly view: 'table' | 'timeSeries' }[] = [
  { query: 'nat/over-time', view: 'timeSeries' },
  { query: 'nat/conversations', view: 'table' },
  { query: 'nat/destinations', view: 'table' },
  { query: 'nat/aws-services', view: 'table' },
  { query: 'cost/nat-processing', view: 'table' },
  { query: 'traffic/bytes-over-time', view: 'timeSeries' },
  { query: 'traffic/top-transfers', view: 'table' },
  { query: 'security/rejected-sources', view: 'table' },
]

const COLUMNS = 2
const WIDTH = 12
const HEIGHT = 7

/** A CloudWatch dashboard of the main queries, with a section for each log group. */
export class QueryDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { dashboardName, region, logGroups }: QueryDashboardProps,
  ) {
    super(scope, id)

    const widgets = logGroups.flatMap(({ name, queries }) =>
      WIDGETS.flatMap(({ query, view }) => {
        const text = queries.find((each) => each.query === query)?.text
        if (text === undefined) return []
        const source = `SOURCE '${name}' | ${commandsOf(text)}`
        return {
          type: 'log',
          properties: { region, title: `${query} (${name})`, query: source, view },
        }
      }),
    )
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName,
      dashboardBody: terraformText(JSON.stringify({ widgets: widgets.map(positionWidget) })),
    })
  }
}

function positionWidget<Widget extends object>(widget: Widget, index: number) {
  const x = (index % COLUMNS) * WIDTH
  const y = Math.floor(index / COLUMNS) * HEIGHT
  return { ...widget, x, y, width: WIDTH, height: HEIGHT }
}

/** The query without its leading comments. */
function commandsOf(text: string): string {
  return text.replace(/^(\s*#.*\n|\s*\n)*/, '')
}
