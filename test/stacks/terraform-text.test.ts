import { Token } from 'cdktf'
import { terraformText } from '../../stacks/terraform-text'

describe('a text for Terraform', () => {
  it('has no beginning of an expression or a directive', () => {
    expect(terraformText('${version} ${pkt-srcaddr}')).toBe('$${version} $${pkt-srcaddr}')
    expect(terraformText('%{if}')).toBe('%%{if}')
  })

  it('keeps what is no template', () => {
    expect(terraformText("date_format(x, '%Y%m%d') $1 {{y}}")).toBe(
      "date_format(x, '%Y%m%d') $1 {{y}}",
    )
  })

  it('keeps the tokens of CDKTF', () => {
    const token = Token.asString({ resolve: () => 'later' })

    expect(terraformText(`${token}/\${day}/`)).toBe(`${token}/$\${day}/`)
  })
})
