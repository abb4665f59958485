import { fieldByName } from '../../lib/flow-log/fields'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import type { Plan, Step, Value } from '../../lib/language/plan'
import { catalogue, EXAMPLES, exampleText, planOf } from '../example-questions'

const NO_LIMIT = ['nat/legs']
/** Queries with `sum(bytes) as bytes`, which has a warning. */
const SUMS_AS_BYTES = ['nat/daily-legs-top-100', 'health/not-counted']

const queries = catalogue.all()
const lastOf = <Kind extends Step['kind']>(plan: Plan, kind: Kind) =>
  plan.steps.filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind).at(-1)

/** `@timestamp` is the record's `start`. */
const usesTime = (plan: Plan) => JSON.stringify(plan).includes('"@timestamp"')

describe('the catalogue', () => {
  it('has the queries that the documentation promises', () => {
    expect(queries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        (
          'traffic/top-transfers traffic/cidr-to-cidr traffic/peak-minute traffic/minute-talkers traffic/records ' +
          'traffic/bytes-over-time traffic/top-ports traffic/protocols nat/conversations nat/legs nat/upload ' +
          'nat/download nat/talkers nat/destinations nat/aws-services nat/over-time nat/peak-minute ' +
          'nat/egress-via-nat nat/daily-top-100 nat/daily-legs-top-100 cost/nat-processing ' +
          'security/rejected-sources security/port-scan health/log-status health/coverage health/not-counted'
        ).split(' '),
      ),
    )
  })

  it('names the nearest query when there is none of that name', () => {
    expect(() => catalogue.find('nat/conversation')).toThrow('no query named `nat/conversation`')
    try {
      catalogue.find('nat/conversation')
    } catch (error) {
      expect((error as { help: string }).help).toBe(
        `Did you mean \`nat/conversations\`? \`natlens list\` prints all ${queries.length} queries`,
      )
    }
  })

  it('selects NAT traffic by the same commands in every query of the kind', () => {
    const selections = queries
      .filter(({ exact }) => exact.length > 0)
      .map(({ name, text }) => [
        name,
        text.slice(text.indexOf('\nfilter'), text.indexOf('[{{natAddresses}}])\n')),
      ])

    expect(selections.length).toBeGreaterThan(8)
    for (const [name, selection] of selections) {
      expect([name, selection]).toEqual([name, selections[0]![1]])
    }
  })
})

describe.each(queries.map((query) => [query.name, query] as const))('%s', (name, query) => {
  const text = exampleText(query)
  const plan = planOf(text)

  it('says what it is', () => {
    expect(query.title).toMatch(/^[A-Z][^.]{5,65}$/)
    expect(query.description.length).toBeGreaterThan(40)
    expect(query.version).toBeGreaterThanOrEqual(1)
  })

  it('declares the fields that it reads, and no others', () => {
    const declared = [...query.needs, ...query.uses]
    // With all parameters given, no filter is left out.
    const every = query.parameters
      .filter(({ required, default: values }) => !required && values === undefined)
      .map(({ name: parameter, type }) => `${parameter}=${EXAMPLES[type]}`)
    const whole = planOf(exampleText(query, every))
    const reads = [...whole.fields, ...(usesTime(whole) ? ['startTime'] : [])]

    expect([...new Set(declared)]).toHaveLength(declared.length)
    expect([...declared].sort()).toEqual([...new Set(reads)].sort())
  })

  it('is legal Insights QL when its parameters are filled in', () => {
    const { pipeline, diagnostics } = parseQuery(text)
    const commands = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

    expect([...diagnostics, ...resolveQuery(pipeline).diagnostics]).toEqual(
      SUMS_AS_BYTES.includes(name) ? [expect.objectContaining({ severity: 'warning' })] : [],
    )
    expect(text.length).toBeLessThanOrEqual(10_000)
    expect(text).not.toContain('{{')
    expect(commands[0]).not.toMatch(/^\|/)
    for (const command of commands.slice(1)) expect(command).toMatch(/^\| [a-z]/)
  })

  it('has a mistake-free text before its parameters are filled in', () => {
    const { pipeline, diagnostics } = parseQuery(query.text)
    const parameters = new Map(
      query.parameters.map(({ name: each, type, list }) => [each, { type, list }]),
    )

    const errors = [...diagnostics, ...resolveQuery(pipeline, { parameters }).diagnostics].filter(
      ({ severity }) => severity === 'error',
    )
    expect(errors).toEqual([])
  })

  it('sorts on what it shows, breaks ties and ends with a limit', () => {
    const sort = lastOf(plan, 'sort')
    const aggregate = lastOf(plan, 'aggregate')
    const sorted = sort?.keys.map(({ value }) => nameOf(value)) ?? []

    expect(plan.steps.at(-1)?.kind).toBe(NO_LIMIT.includes(name) ? 'sort' : 'limit')
    expect(sorted).toEqual(
      expect.arrayContaining(aggregate ? aggregate.keys.map((key) => key.name) : ['@timestamp']),
    )
  })

  it('sums accepted traffic only, never NODATA or SKIPDATA lines', () => {
    const sums = /sum\((bytes|packets)/.test(text)
    const showsAction = plan.columns.some((column) => column.name === 'action')

    expect(!sums || /logStatus = "OK"/.test(text)).toBe(true)
    expect(!sums || showsAction || /action = "ACCEPT"/.test(text)).toBe(true)
    // Of NAT64 addresses the text decides: AWS writes IPv6 addresses in their short form.
    expect(text.replace(/^#.*$/gm, '')).not.toMatch(/\blike (?!\/\^64:ff9b::\/)/)
  })

  it('points to a query that does without its later fields', () => {
    const later = query.needs.some((field) => fieldByName(field).version > 2)

    expect(query.otherwise !== undefined).toBe(later)
    if (query.otherwise) {
      const other = catalogue.find(query.otherwise)
      expect(other.needs.every((field) => fieldByName(field).version === 2)).toBe(true)
    }
  })
})

function nameOf(value: Value): string {
  if (value.kind === 'natural') return nameOf(value.operand)
  return 'name' in value ? value.name : value.kind
}
