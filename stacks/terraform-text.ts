/**
 * A text as Terraform must see it to mean that text: every string in cdk.tf.json is a template, in which `${` and `%{`
 * begin an expression. Tokens of CDKTF, which are expressions on purpose, stay.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function terraformText(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)|%\{/g, (start) => `${start[0]}${start}`)
}
