import type { DashboardDefinition } from '../../stacks/quicksight/dashboard-definition'
import { terraformDefinition } from '../../stacks/quicksight/terraform-definition'
import { trafficDefinition } from '../../stacks/quicksight/traffic-definition'

type Json = string | number | readonly Json[] | { readonly [name: string]: Json }

/** A member of the definition: its path, and what it is. */
interface Member {
  readonly path: string
  readonly name: string
  readonly value: Json
}

const LONG = { max: 2048 }
const ID = { max: 512, pattern: /^[\w-]+$/ }
const PARAMETER = { max: 2048, pattern: /^[a-zA-Z0-9]+$/ }
const WELL = { max: 200 }

/** What the API takes, by the names of members; of lists the number, of texts the length, of numbers the value. */
const LIMITS: Readonly<Record<string, { min?: number; max: number; pattern?: RegExp }>> = {
  DataSetIdentifierDeclarations: { max: 50 },
  CalculatedFields: { max: 2000 },
  ParameterDeclarations: { max: 400 },
  FilterGroups: { max: 2000 },
  Filters: { max: 20 },
  SheetVisualScopingConfigurations: { max: 75 },
  VisualIds: { max: 75 },
  Sheets: { max: 20 },
  // The API takes 75, the provider fewer.
  Visuals: { max: 50 },
  ParameterControls: { max: 200 },
  Layouts: { max: 1 },
  SheetControlLayouts: { max: 1 },
  Elements: { max: 430 },
  Category: WELL,
  Values: WELL,
  Colors: WELL,
  Source: WELL,
  Destination: WELL,
  Weight: WELL,
  GroupBy: WELL,
  SelectedFieldOptions: { max: 201 },
  CategorySort: { max: 100 },
  WeightSort: { max: 100 },
  RowSort: { max: 100 },
  ColumnIndex: { min: 0, max: 35 },
  ColumnSpan: { max: 36 },
  RowIndex: { min: 0, max: 9009 },
  RowSpan: { max: 21 },
  DecimalPlaces: { min: 0, max: 20 },
  // https://docs.aws.amazon.com/quick/latest/userguide/sankey-diagram.html
  ItemsLimit: { max: 100 },
  // Days: what 'LAST' takes is not said; a year is not near it.
  RelativeDateValue: { max: 366 },
  SheetId: ID,
  VisualId: ID,
  ElementId: ID,
  FilterGroupId: ID,
  FilterId: ID,
  ParameterControlId: ID,
  FieldId: { max: 512 },
  ParameterName: PARAMETER,
  SourceParameterName: PARAMETER,
  DataSetIdentifier: LONG,
  Identifier: LONG,
  DataSetArn: LONG,
  ColumnName: { max: 128 },
  // Of a calculated field, which has the smallest of three limits.
  Name: { max: 128 },
  Expression: { max: 32_000 },
  Title: LONG,
  CustomLabel: LONG,
  PlainText: { max: 512 },
  Suffix: { max: 128 },
  OptimizedViewPortWidth: { max: 10, pattern: /^\d+px$/ },
  Symbol: { max: 3, pattern: /^[A-Z]{3}$/ },
}

const GRANULARITIES = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND']

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  AnchorOption: ['NOW'],
  ContentType: ['PAGINATED', 'INTERACTIVE'],
  CrossDataset: ['ALL_DATASETS', 'SINGLE_DATASET'],
  DateGranularity: GRANULARITIES,
  MinimumGranularity: GRANULARITIES,
  TimeGranularity: GRANULARITIES,
  Direction: ['ASC', 'DESC'],
  ElementType: ['VISUAL', 'FILTER_CONTROL', 'PARAMETER_CONTROL', 'TEXT_BOX', 'IMAGE'],
  MatchOperator: [
    'EQUALS',
    'DOES_NOT_EQUAL',
    'CONTAINS',
    'DOES_NOT_CONTAIN',
    'STARTS_WITH',
    'ENDS_WITH',
  ],
  NullOption: ['ALL_VALUES', 'NULLS_ONLY', 'NON_NULLS_ONLY'],
  OtherCategories: ['INCLUDE', 'EXCLUDE'],
  ParameterValueType: ['MULTI_VALUED', 'SINGLE_VALUED'],
  RelativeDateType: ['PREVIOUS', 'THIS', 'LAST', 'NOW', 'NEXT'],
  ResizeOption: ['FIXED', 'RESPONSIVE'],
  Scope: ['ALL_VISUALS', 'SELECTED_VISUALS'],
  SimpleNumericalAggregation: ['SUM', 'AVERAGE', 'MIN', 'MAX', 'COUNT', 'DISTINCT_COUNT'],
  Status: ['ENABLED', 'DISABLED'],
  Type: ['MULTI_SELECT', 'SINGLE_SELECT', 'LINE', 'AREA', 'STACKED_AREA'],
  ValueWhenUnsetOption: ['RECOMMENDED_VALUE', 'NULL'],
  Visibility: ['HIDDEN', 'VISIBLE'],
}

const definition = trafficDefinition({ dataSetArn: 'arn', days: 8, usdPerGB: 0.045 })
const members = membersOf(definition as unknown as Json, '')

describe('the definition of the dashboard', () => {
  it('keeps every limit of the API', () => {
    const limited = members.filter(({ name }) => name in LIMITS)
    const wrong = limited.filter(({ name, value }) => {
      const { min = 1, max, pattern = /(?:)/ } = LIMITS[name]!
      const size = typeof value === 'number' ? value : sizeOf(value)
      return size < min || size > max || (typeof value === 'string' && !pattern.test(value))
    })

    expect(limited.length).toBeGreaterThan(150)
    expect(wrong).toEqual([])
  })

  it('uses the words of the API', () => {
    const wrong = members.filter(
      ({ name, value }) => name in ENUMS && !ENUMS[name]!.includes(value as string),
    )

    expect(wrong).toEqual([])
  })

  it('has no text, number or list that neither of them looks at', () => {
    const known = new Set([...Object.keys(LIMITS), ...Object.keys(ENUMS)])
    const unknown = members.filter(
      ({ name, value }) => (typeof value !== 'object' || Array.isArray(value)) && !known.has(name),
    )

    expect(unknown).toEqual([])
  })

  it('has an id of its own for each visual, filter and field', () => {
    for (const name of ['VisualId', 'FilterId', 'FilterGroupId', 'ParameterControlId']) {
      expect(new Set(texts(name)).size).toBe(texts(name).length)
    }
    const fields = members
      .filter(({ path, name }) => name === 'FieldId' && /Field$/.test(parentOf(path)))
      .map(({ value }) => value)
    expect(fields.length).toBeGreaterThan(20)
    expect(new Set(fields).size).toBe(fields.length)
  })

  it('sorts by, labels, filters and places only what it has', () => {
    const fields = members
      .filter(({ path, name }) => name === 'FieldId' && /Field$/.test(parentOf(path)))
      .map(({ value }) => value)
    const parameters = definition.ParameterDeclarations.map(
      ({ StringParameterDeclaration: { Name } }) => Name,
    )

    expect(texts('FieldId').filter((id) => !fields.includes(id))).toEqual([])
    expect([...new Set(texts('ElementId'))].sort()).toEqual(
      [...texts('VisualId'), ...texts('ParameterControlId')].sort(),
    )
    expect(texts('ParameterName')).toEqual(parameters)
    expect(texts('SourceParameterName')).toEqual(parameters)
    expect(new Set(texts('SheetId'))).toEqual(new Set(['nat-traffic']))
  })

  it('places no visual upon another, and none beyond the 36 columns', () => {
    const cells = definition.Sheets[0]!.Layouts[0].Configuration.GridLayout.Elements.flatMap(
      ({ ColumnIndex = 0, ColumnSpan, RowIndex = 0, RowSpan }) =>
        Array.from({ length: ColumnSpan * RowSpan }, (_, cell) => ({
          column: ColumnIndex + (cell % ColumnSpan),
          row: RowIndex + Math.floor(cell / ColumnSpan),
        })),
    )

    expect(new Set(cells.map(({ column, row }) => `${column}/${row}`)).size).toBe(cells.length)
    expect(Math.max(...cells.map(({ column }) => column))).toBe(35)
  })

  it('shows amounts, traffic by five minutes, who talks to whom, chosen addresses by day, and details', () => {
    const kinds = definition.Sheets[0]!.Visuals.map((visual) => Object.keys(visual)[0])
    const granularities = members.filter(({ name }) => name === 'DateGranularity')

    expect(kinds).toEqual([
      'KPIVisual',
      'KPIVisual',
      'LineChartVisual',
      'SankeyDiagramVisual',
      'LineChartVisual',
      'TableVisual',
    ])
    expect(granularities.map(({ value }) => value)).toEqual(['MINUTE', 'DAY', 'MINUTE'])
  })

  it('filters by the chosen addresses in the daily trend alone, and by days everywhere', () => {
    const scopes = definition.FilterGroups.map(
      ({ ScopeConfiguration }) =>
        ScopeConfiguration.SelectedSheets.SheetVisualScopingConfigurations,
    )

    expect(scopes).toEqual([
      [{ SheetId: 'nat-traffic', Scope: 'ALL_VISUALS' }],
      [{ SheetId: 'nat-traffic', Scope: 'SELECTED_VISUALS', VisualIds: ['trend'] }],
    ])
    expect(members.find(({ name }) => name === 'RelativeDateValue')!.value).toBe(8)
  })

  it('computes GB and dollars, a very small price too, in a form that QuickSight reads', () => {
    const cheap = trafficDefinition({ dataSetArn: 'arn', days: 8, usdPerGB: 1e-7 })
    const expressions = ({ CalculatedFields }: DashboardDefinition) =>
      CalculatedFields.map(({ Name, Expression }) => [Name, Expression])

    expect(expressions(definition)).toEqual([
      ['gigabytes', '{bytes} / 1073741824'],
      ['usd', '{bytes} / 1073741824 * 0.045'],
    ])
    expect(expressions(cheap)[1]).toEqual(['usd', '{bytes} / 1073741824 * 0.0000001'])
  })
})

describe('the definition for Terraform', () => {
  const converted = membersOf(terraformDefinition(definition), '')
  const names = new Set(converted.map(({ name }) => name))

  it('has names in snake case', () => {
    expect([...names].filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([])
    for (const name of ['kpi_visual', 'data_set_arn', 'sankey_diagram_aggregated_field_wells']) {
      expect(names).toContain(name)
    }
  })

  it('has the provider’s own names where they are others', () => {
    const parents = converted
      .filter(({ name }) => name === 'numeric_format_configuration')
      .map(({ path }) => parentOf(path))

    expect(names).toContain('data_set_identifiers_declarations')
    expect(names).toContain('values_when_unset')
    expect(names).toContain('value_when_unset_option')
    expect(new Set(parents)).toEqual(new Set(['format_configuration']))
  })

  it('loses nothing', () => {
    expect(converted.map(({ value }) => sizeOf(value))).toEqual(
      members.map(({ value }) => sizeOf(value)),
    )
  })

  it('is text to Terraform, but for its own references', () => {
    const [declaration] = definition.DataSetIdentifierDeclarations
    const odd = terraformDefinition({
      ...definition,
      DataSetIdentifierDeclarations: [{ ...declaration!, Identifier: 'a ${b} %{c}' }],
    })

    expect(odd).toMatchObject({
      data_set_identifiers_declarations: [{ identifier: 'a $${b} %%{c}', data_set_arn: 'arn' }],
    })
  })
})

function texts(name: string): readonly string[] {
  return members.filter((member) => member.name === name).map(({ value }) => value as string)
}

/** The name before the last of a path. */
function parentOf(path: string): string {
  return path.split('.').at(-2) ?? ''
}

function sizeOf(value: Json): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' || Array.isArray(value)
    ? (value as string).length
    : Object.keys(value).length
}

function membersOf(value: Json, path: string): readonly Member[] {
  if (typeof value !== 'object') return []
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((each) => membersOf(each, path))
  return Object.entries(value as { readonly [name: string]: Json }).flatMap(([name, each]) => [
    { path: `${path}.${name}`, name, value: each },
    ...membersOf(each, `${path}.${name}`),
  ])
}
