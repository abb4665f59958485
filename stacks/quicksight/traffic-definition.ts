import type { DashboardDefinition, FilterGroup, GridElement, Sheet } from './dashboard-definition'
import { DATA_SET, calculatedFields, column } from './leg-fields'
import { VISUAL_IDS, visuals } from './visuals'

export interface TrafficDefinitionOptions {
  readonly dataSetArn: string
  /** Days in the dashboard, with today. */
  readonly days: number
  /** Price of a GB of 2^30 bytes. */
  readonly usdPerGB: number
}

const SHEET = 'nat-traffic'
const ADDRESS_CONTROL = 'public-addresses-control'
/** The name of a parameter: the API allows only letters and digits. */
const ADDRESS_PARAMETER = 'PublicAddresses'

/** The definition of the dashboard and of the analysis. */
export function trafficDefinition(options: TrafficDefinitionOptions): DashboardDefinition {
  return {
    DataSetIdentifierDeclarations: [{ Identifier: DATA_SET, DataSetArn: options.dataSetArn }],
    CalculatedFields: calculatedFields(options.usdPerGB),
    ParameterDeclarations: [
      {
        StringParameterDeclaration: {
          Name: ADDRESS_PARAMETER,
          ParameterValueType: 'MULTI_VALUED',
          // With several values this selects all of them.
          ValueWhenUnset: { ValueWhenUnsetOption: 'RECOMMENDED_VALUE' },
        },
      },
    ],
    FilterGroups: [lastDays(options.days), chosenAddresses()],
    Sheets: [sheet()],
  }
}

/** An incremental refresh leaves older days in SPICE that have expired in the lake; this filter hides them. */
function lastDays(days: number): FilterGroup {
  return {
    FilterGroupId: 'last-days-group',
    CrossDataset: 'SINGLE_DATASET',
    Status: 'ENABLED',
    Filters: [
      {
        RelativeDatesFilter: {
          FilterId: 'last-days',
          Column: column('slot_start'),
          AnchorDateConfiguration: { AnchorOption: 'NOW' },
          RelativeDateType: 'LAST',
          RelativeDateValue: days,
          TimeGranularity: 'DAY',
          MinimumGranularity: 'DAY',
          NullOption: 'NON_NULLS_ONLY',
        },
      },
    ],
    ScopeConfiguration: {
      SelectedSheets: {
        SheetVisualScopingConfigurations: [{ SheetId: SHEET, Scope: 'ALL_VISUALS' }],
      },
    },
  }
}

function chosenAddresses(): FilterGroup {
  return {
    FilterGroupId: 'chosen-addresses-group',
    CrossDataset: 'SINGLE_DATASET',
    Status: 'ENABLED',
    Filters: [
      {
        CategoryFilter: {
          FilterId: 'chosen-addresses',
          Column: column('public_address'),
          Configuration: {
            CustomFilterConfiguration: {
              MatchOperator: 'EQUALS',
              NullOption: 'NON_NULLS_ONLY',
              ParameterName: ADDRESS_PARAMETER,
            },
          },
        },
      },
    ],
    ScopeConfiguration: {
      SelectedSheets: {
        SheetVisualScopingConfigurations: [
          { SheetId: SHEET, Scope: 'SELECTED_VISUALS', VisualIds: [VISUAL_IDS.trend] },
        ],
      },
    },
  }
}

function sheet(): Sheet {
  return {
    SheetId: SHEET,
    Name: 'NAT gateway traffic',
    ContentType: 'INTERACTIVE',
    ParameterControls: [
      {
        Dropdown: {
          ParameterControlId: ADDRESS_CONTROL,
          Title: 'Public addresses by day',
          SourceParameterName: ADDRESS_PARAMETER,
          Type: 'MULTI_SELECT',
          SelectableValues: { LinkToDataSetColumn: column('public_address') },
        },
      },
    ],
    Visuals: visuals(),
    Layouts: [
      {
        Configuration: {
          GridLayout: {
            Elements: [
              gridElement(VISUAL_IDS.gigabytes, [0, 18], [0, 5]),
              gridElement(VISUAL_IDS.money, [18, 18], [0, 5]),
              gridElement(VISUAL_IDS.traffic, [0, 36], [5, 12]),
              gridElement(VISUAL_IDS.flow, [0, 18], [17, 14]),
              gridElement(VISUAL_IDS.trend, [18, 18], [17, 14]),
              gridElement(VISUAL_IDS.details, [0, 36], [31, 18]),
            ],
            CanvasSizeOptions: {
              ScreenCanvasSizeOptions: {
                ResizeOption: 'FIXED',
                OptimizedViewPortWidth: '1600px',
              },
            },
          },
        },
      },
    ],
    SheetControlLayouts: [
      {
        Configuration: {
          GridLayout: {
            Elements: [
              {
                ElementId: ADDRESS_CONTROL,
                ElementType: 'PARAMETER_CONTROL',
                ColumnSpan: 2,
                RowSpan: 1,
              },
            ],
          },
        },
      },
    ],
  }
}

/** Index and span of the columns, index and span of the rows. */
function gridElement(
  id: string,
  [columnIndex, columnSpan]: readonly [number, number],
  [rowIndex, rowSpan]: readonly [number, number],
): GridElement {
  return {
    ElementId: id,
    ElementType: 'VISUAL',
    ColumnIndex: columnIndex,
    ColumnSpan: columnSpan,
    RowIndex: rowIndex,
    RowSpan: rowSpan,
  }
}
