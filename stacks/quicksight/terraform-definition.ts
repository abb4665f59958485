import { terraformText } from '../terraform-text'
import type { DashboardDefinition } from './dashboard-definition'

/** A value of a block of Terraform. */
export type TerraformValue =
  string | number | readonly TerraformValue[] | { readonly [name: string]: TerraformValue }

/** Where the provider's name is not the API's in snake case. */
const NAMES: Readonly<Record<string, string>> = {
  DataSetIdentifierDeclarations: 'data_set_identifiers_declarations',
  ValueWhenUnset: 'values_when_unset',
}

/**
 * A definition as `aws_quicksight_dashboard` and `aws_quicksight_analysis` take it: the bindings pass `definition` on
 * as it is, so its names must be Terraform's already.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/quicksight_dashboard
 */
export function terraformDefinition(definition: DashboardDefinition): TerraformValue {
  return convert(definition, '')
}

function convert(value: unknown, parent: string): TerraformValue {
  if (typeof value === 'string') return terraformText(value)
  if (typeof value === 'number') return value
  if (Array.isArray(value)) return value.map((each) => convert(each, parent))
  if (typeof value !== 'object' || value === null) throw new Error(`${parent} is ${String(value)}`)
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [terraformName(key, parent), convert(each, key)]),
  )
}

function terraformName(key: string, parent: string): string {
  // The API has one of this name within another; the provider calls the inner one after its type.
  if (key === 'FormatConfiguration' && parent === key) return 'numeric_format_configuration'
  return NAMES[key] ?? snakeCase(key)
}

/** `KPIVisual` is `kpi_visual`, `VisualId` is `visual_id`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}
