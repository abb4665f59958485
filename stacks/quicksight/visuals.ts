import type { Chart, Visual } from './dashboard-definition'
import { category, fieldId, largest, number, slot, sortBy, sum } from './leg-fields'

/** Ids of the visuals, in the order of the sheet. */
export const VISUAL_IDS = {
  gigabytes: 'gigabytes',
  money: 'money',
  traffic: 'traffic',
  flow: 'flow',
  trend: 'trend',
  details: 'details',
} as const

const { gigabytes, money, traffic, flow, trend, details } = VISUAL_IDS

/** A reader can distinguish about ten lines; there are thousands of public addresses. */
const MAX_LINES = 10
const MAX_SANKEY_NODES = 20

/** The visuals: bytes, cost, traffic over time, addresses and the rows. */
export function visuals(): readonly Visual[] {
  return [
    {
      KPIVisual: chart(gigabytes, 'Data processed by the NAT gateways', {
        FieldWells: { Values: [sum(gigabytes, 'gigabytes')] },
      }),
    },
    {
      KPIVisual: chart(money, 'Cost of data processing', {
        FieldWells: { Values: [sum(money, 'usd')] },
      }),
    },
    trafficChart(),
    flowDiagram(),
    trendChart(),
    detailTable(),
  ]
}

function trafficChart(): Visual {
  return {
    LineChartVisual: chart(traffic, 'All traffic with the internet, every 5 minutes', {
      Type: 'LINE',
      FieldWells: {
        LineChartAggregatedFieldWells: {
          // The column contains starts of five minutes, so the granularity of minutes shows them.
          Category: [slot(traffic, 'MINUTE')],
          Values: [sum(traffic, 'gigabytes')],
          Colors: [category(traffic, 'direction')],
        },
      },
      SortConfiguration: {
        CategorySort: [sortBy(traffic, 'slot_start', 'ASC')],
        ColorItemsLimitConfiguration: largest(MAX_LINES),
      },
    }),
  }
}

function flowDiagram(): Visual {
  return {
    SankeyDiagramVisual: chart(flow, 'From NAT gateway address to public address', {
      FieldWells: {
        SankeyDiagramAggregatedFieldWells: {
          Source: [category(flow, 'nat_address')],
          Destination: [category(flow, 'public_address')],
          Weight: [sum(flow, 'bytes')],
        },
      },
      SortConfiguration: {
        WeightSort: [sortBy(flow, 'bytes', 'DESC')],
        SourceItemsLimit: largest(MAX_SANKEY_NODES),
        DestinationItemsLimit: largest(MAX_SANKEY_NODES),
      },
    }),
  }
}

function trendChart(): Visual {
  return {
    LineChartVisual: chart(trend, 'Chosen public addresses by day', {
      Type: 'LINE',
      FieldWells: {
        LineChartAggregatedFieldWells: {
          Category: [slot(trend, 'DAY')],
          Values: [sum(trend, 'gigabytes')],
          Colors: [category(trend, 'public_address')],
        },
      },
      SortConfiguration: {
        CategorySort: [sortBy(trend, 'slot_start', 'ASC')],
        ColorItemsLimitConfiguration: largest(MAX_LINES),
      },
    }),
  }
}

function detailTable(): Visual {
  const labels = {
    slot_start: 'Five minutes from (UTC)',
    nat_gateway: 'NAT gateway',
    nat_address: 'NAT gateway address',
    direction: 'Direction',
    private_address: 'Private address',
    public_address: 'Public address',
    public_port: 'Public port',
    aws_service: 'AWS service',
    bytes: 'Bytes',
    usd: 'USD',
  }
  return {
    TableVisual: chart(details, 'Details', {
      FieldWells: {
        TableAggregatedFieldWells: {
          GroupBy: [
            slot(details, 'MINUTE'),
            category(details, 'nat_gateway'),
            category(details, 'nat_address'),
            category(details, 'direction'),
            category(details, 'private_address'),
            category(details, 'public_address'),
            number(details, 'public_port'),
            category(details, 'aws_service'),
          ],
          Values: [sum(details, 'bytes'), sum(details, 'usd')],
        },
      },
      FieldOptions: {
        SelectedFieldOptions: Object.entries(labels).map(([name, label]) => ({
          FieldId: fieldId(details, name),
          CustomLabel: label,
        })),
      },
      SortConfiguration: { RowSort: [sortBy(details, 'bytes', 'DESC')] },
    }),
  }
}

function chart<Configuration>(
  id: string,
  title: string,
  configuration: Configuration,
): Chart<Configuration> {
  return {
    VisualId: id,
    Title: { Visibility: 'VISIBLE', FormatText: { PlainText: title } },
    ChartConfiguration: configuration,
  }
}
