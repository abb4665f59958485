/**
 * The part of QuickSight's dashboard definition that natlens uses, with the API's names, so that it can be compared with the
 * output of `aws quicksight describe-dashboard-definition`.
 * https://docs.aws.amazon.com/quicksight/latest/APIReference/API_DashboardVersionDefinition.html
 */
export interface DashboardDefinition {
  readonly DataSetIdentifierDeclarations: readonly {
    readonly Identifier: string
    readonly DataSetArn: string
  }[]
  readonly CalculatedFields: readonly CalculatedField[]
  readonly ParameterDeclarations: readonly ParameterDeclaration[]
  readonly FilterGroups: readonly FilterGroup[]
  readonly Sheets: readonly Sheet[]
}

export interface CalculatedField {
  readonly DataSetIdentifier: string
  readonly Name: string
  readonly Expression: string
}

export interface ParameterDeclaration {
  readonly StringParameterDeclaration: {
    readonly Name: string
    readonly ParameterValueType: 'SINGLE_VALUED' | 'MULTI_VALUED'
    readonly ValueWhenUnset: { readonly ValueWhenUnsetOption: 'RECOMMENDED_VALUE' | 'NULL' }
  }
}

export interface FilterGroup {
  readonly FilterGroupId: string
  readonly CrossDataset: 'ALL_DATASETS' | 'SINGLE_DATASET'
  readonly Status: 'ENABLED' | 'DISABLED'
  readonly Filters: readonly Filter[]
  readonly ScopeConfiguration: {
    readonly SelectedSheets: {
      readonly SheetVisualScopingConfigurations: readonly (
        | { readonly SheetId: string; readonly Scope: 'ALL_VISUALS' }
        | {
            readonly SheetId: string
            readonly Scope: 'SELECTED_VISUALS'
            readonly VisualIds: readonly string[]
          }
      )[]
    }
  }
}

type NullOption = 'ALL_VALUES' | 'NULLS_ONLY' | 'NON_NULLS_ONLY'

export type Filter =
  | {
      readonly CategoryFilter: {
        readonly FilterId: string
        readonly Column: Column
        readonly Configuration: {
          readonly CustomFilterConfiguration: {
            readonly MatchOperator: 'EQUALS' | 'DOES_NOT_EQUAL' | 'CONTAINS' | 'STARTS_WITH'
            readonly NullOption: NullOption
            readonly ParameterName: string
          }
        }
      }
    }
  | {
      readonly RelativeDatesFilter: {
        readonly FilterId: string
        readonly Column: Column
        readonly AnchorDateConfiguration: { readonly AnchorOption: 'NOW' }
        readonly RelativeDateType: 'LAST' | 'PREVIOUS' | 'THIS' | 'NEXT' | 'NOW'
        readonly RelativeDateValue: number
        readonly TimeGranularity: Granularity
        readonly MinimumGranularity: Granularity
        readonly NullOption: NullOption
      }
    }

export interface Sheet {
  readonly SheetId: string
  readonly Name: string
  readonly ContentType: 'INTERACTIVE' | 'PAGINATED'
  readonly ParameterControls: readonly ParameterControl[]
  readonly Visuals: readonly Visual[]
  readonly Layouts: readonly [SheetLayout]
  readonly SheetControlLayouts: readonly [
    {
      readonly Configuration: { readonly GridLayout: { readonly Elements: readonly GridElement[] } }
    },
  ]
}

export interface ParameterControl {
  readonly Dropdown: {
    readonly ParameterControlId: string
    readonly Title: string
    readonly SourceParameterName: string
    readonly Type: 'MULTI_SELECT' | 'SINGLE_SELECT'
    readonly SelectableValues: { readonly LinkToDataSetColumn: Column }
  }
}

export interface SheetLayout {
  readonly Configuration: {
    readonly GridLayout: {
      readonly Elements: readonly GridElement[]
      readonly CanvasSizeOptions: {
        readonly ScreenCanvasSizeOptions: {
          readonly ResizeOption: 'FIXED' | 'RESPONSIVE'
          readonly OptimizedViewPortWidth: string
        }
      }
    }
  }
}

/** A grid has 36 columns; the default of an index is the next one. */
export interface GridElement {
  readonly ElementId: string
  readonly ElementType: 'VISUAL' | 'PARAMETER_CONTROL'
  readonly ColumnIndex?: number
  readonly ColumnSpan: number
  readonly RowIndex?: number
  readonly RowSpan: number
}

export type Visual =
  | { readonly KPIVisual: Chart<KpiConfiguration> }
  | { readonly LineChartVisual: Chart<LineChartConfiguration> }
  | { readonly SankeyDiagramVisual: Chart<SankeyConfiguration> }
  | { readonly TableVisual: Chart<TableConfiguration> }

export interface Chart<Configuration> {
  readonly VisualId: string
  readonly Title: {
    readonly Visibility: 'VISIBLE' | 'HIDDEN'
    readonly FormatText: { readonly PlainText: string }
  }
  readonly ChartConfiguration: Configuration
}

export interface KpiConfiguration {
  readonly FieldWells: { readonly Values: readonly Measure[] }
}

export interface LineChartConfiguration {
  readonly Type: 'LINE' | 'AREA' | 'STACKED_AREA'
  readonly FieldWells: {
    readonly LineChartAggregatedFieldWells: {
      readonly Category: readonly Dimension[]
      readonly Values: readonly Measure[]
      readonly Colors: readonly Dimension[]
    }
  }
  readonly SortConfiguration: {
    readonly CategorySort: readonly FieldSort[]
    readonly ColorItemsLimitConfiguration: ItemsLimit
  }
}

export interface SankeyConfiguration {
  readonly FieldWells: {
    readonly SankeyDiagramAggregatedFieldWells: {
      readonly Source: readonly Dimension[]
      readonly Destination: readonly Dimension[]
      readonly Weight: readonly Measure[]
    }
  }
  readonly SortConfiguration: {
    readonly WeightSort: readonly FieldSort[]
    readonly SourceItemsLimit: ItemsLimit
    readonly DestinationItemsLimit: ItemsLimit
  }
}

export interface TableConfiguration {
  readonly FieldWells: {
    readonly TableAggregatedFieldWells: {
      readonly GroupBy: readonly Dimension[]
      readonly Values: readonly Measure[]
    }
  }
  readonly FieldOptions: {
    readonly SelectedFieldOptions: readonly {
      readonly FieldId: string
      readonly CustomLabel: string
    }[]
  }
  readonly SortConfiguration: { readonly RowSort: readonly FieldSort[] }
}

export interface Column {
  readonly DataSetIdentifier: string
  readonly ColumnName: string
}

export type Granularity = 'DAY' | 'HOUR' | 'MINUTE'

export type Dimension =
  | { readonly CategoricalDimensionField: { readonly FieldId: string; readonly Column: Column } }
  | { readonly NumericalDimensionField: { readonly FieldId: string; readonly Column: Column } }
  | {
      readonly DateDimensionField: {
        readonly FieldId: string
        readonly Column: Column
        readonly DateGranularity: Granularity
      }
    }

export interface Measure {
  readonly NumericalMeasureField: {
    readonly FieldId: string
    readonly Column: Column
    readonly AggregationFunction: { readonly SimpleNumericalAggregation: 'SUM' }
    readonly FormatConfiguration: { readonly FormatConfiguration: NumberFormat }
  }
}

export type NumberFormat =
  | {
      readonly NumberDisplayFormatConfiguration: {
        readonly Suffix?: string
        readonly DecimalPlacesConfiguration: { readonly DecimalPlaces: number }
      }
    }
  | {
      readonly CurrencyDisplayFormatConfiguration: {
        readonly Symbol: 'USD'
        readonly DecimalPlacesConfiguration: { readonly DecimalPlaces: number }
      }
    }

export interface FieldSort {
  readonly FieldSort: { readonly FieldId: string; readonly Direction: 'ASC' | 'DESC' }
}

export interface ItemsLimit {
  readonly ItemsLimit: number
  readonly OtherCategories: 'INCLUDE' | 'EXCLUDE'
}
