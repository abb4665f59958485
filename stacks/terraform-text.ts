/**
 * Escapes a text for cdk.tf.json, where every string is a template and `${` and `%{` begin an expression. Tokens of CDKTF,
 * which are expressions, stay as they are.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function terraformText(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)|%\{/g, (start) => `${start[0]}${start}`)
}
