import type {
  CalculatedField,
  Column,
  Dimension,
  FieldSort,
  Granularity,
  ItemsLimit,
  Measure,
  NumberFormat,
} from './dashboard-definition'
import type { LegColumn } from './leg-rows'

/** The name of the data set in the definition. */
export const DATA_SET = 'legs'

/** Columns that QuickSight computes in each view, so that a new price needs no new import. */
export type MeasureName = 'bytes' | 'gigabytes' | 'usd'

const BYTES_PER_GB = 2 ** 30

const FORMATS: Readonly<Record<MeasureName, NumberFormat>> = {
  bytes: { NumberDisplayFormatConfiguration: decimals(0) },
  gigabytes: { NumberDisplayFormatConfiguration: { ...decimals(2), Suffix: ' GB' } },
  usd: { CurrencyDisplayFormatConfiguration: { ...decimals(2), Symbol: 'USD' } },
}

/** GB of 2^30 bytes, and US dollars for them. */
export function calculatedFields(usdPerGB: number): readonly CalculatedField[] {
  const gigabytes = `{bytes} / ${BYTES_PER_GB}`
  return [
    { DataSetIdentifier: DATA_SET, Name: 'gigabytes', Expression: gigabytes },
    {
      DataSetIdentifier: DATA_SET,
      Name: 'usd',
      Expression: `${gigabytes} * ${decimal(usdPerGB)}`,
    },
  ]
}

export function column(name: LegColumn | MeasureName): Column {
  return { DataSetIdentifier: DATA_SET, ColumnName: name }
}

/** A field's id is unique in the whole definition, so it begins with the visual's id. */
export function fieldId(visualId: string, name: string): string {
  return `${visualId}-${name}`
}

export function category(visualId: string, name: LegColumn): Dimension {
  return {
    CategoricalDimensionField: { FieldId: fieldId(visualId, name), Column: column(name) },
  }
}

export function number(visualId: string, name: LegColumn): Dimension {
  return { NumericalDimensionField: { FieldId: fieldId(visualId, name), Column: column(name) } }
}

/** The start of the five minutes, or of their day. */
export function slot(visualId: string, granularity: Granularity): Dimension {
  return {
    DateDimensionField: {
      FieldId: fieldId(visualId, 'slot_start'),
      Column: column('slot_start'),
      DateGranularity: granularity,
    },
  }
}

export function sum(visualId: string, name: MeasureName): Measure {
  return {
    NumericalMeasureField: {
      FieldId: fieldId(visualId, name),
      Column: column(name),
      AggregationFunction: { SimpleNumericalAggregation: 'SUM' },
      FormatConfiguration: { FormatConfiguration: FORMATS[name] },
    },
  }
}

export function sortBy(visualId: string, name: string, direction: 'ASC' | 'DESC'): FieldSort {
  return { FieldSort: { FieldId: fieldId(visualId, name), Direction: direction } }
}

/** The largest ones separately, the rest as one. */
export function largest(count: number): ItemsLimit {
  return { ItemsLimit: count, OtherCategories: 'INCLUDE' }
}

function decimals(places: number) {
  return { DecimalPlacesConfiguration: { DecimalPlaces: places } }
}

/** QuickSight does not accept `1e-7`. */
function decimal(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
}
