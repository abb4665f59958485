import { terraformText } from '../terraform-text'
import type { DashboardDefinition } from './dashboard-definition'

/** A value in a Terraform block. */
export type TerraformValue =
  string | number | readonly TerraformValue[] | { readonly [name: string]: TerraformValue }

/** The provider's names that differ from the API's in snake case. */
const NAMES: Readonly<Record<string, string>> = {
  DataSetIdentifierDeclarations: 'data_set_identifiers_declarations',
  ValueWhenUnset: 'values_when_unset',
}

/**
 * A definition for `aws_quicksight_dashboard` and `aws_quicksight_analysis`. The bindings do not convert `definition`, so its
 * names are Terraform's.
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
  // The API nests two blocks of this name; the provider names the inner one after its type.
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
