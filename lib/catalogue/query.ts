import type { FieldName } from '../flow-log/fields'
import { isRole, ROLES, type Role } from '../flow-log/roles'
import { readHeader, trailerFields, type Header } from './header'
import { readParameter, type Parameter } from './parameter'

/** A query of the catalogue, or a text of the user, which may have the same comments. */
export interface CatalogueQuery {
  /** `nat/conversations`: group and file name. */
  readonly name: string
  readonly group: string
  readonly title: string
  readonly description: string
  readonly version: number
  /** The Insights QL with its comments and placeholders. */
  readonly text: string
  readonly parameters: readonly Parameter[]
  readonly needs: readonly FieldName[]
  readonly uses: readonly FieldName[]
  readonly otherwise: string | undefined
  /** Names of parameters and tokens of fields: without any of them the answer is a guess. */
  readonly exact: readonly string[]
  /** Units by the names of columns. */
  readonly units: ReadonlyMap<string, ColumnUnit>
  /** Roles by the names of columns: those that the fields of a flow log do not decide. */
  readonly roles: ReadonlyMap<string, Role>
}

export type ColumnUnit = 'bytes' | 'usd' | 'percent'

/**
 * Reads a query and the comments at its head; the QL itself is parsed when it is needed.
 * @throws {Error} naming the query when a trailer is invalid.
 */
export function readQuery(text: string, name: string): CatalogueQuery {
  try {
    const header = readHeader(text)
    return {
      name,
      group: name.includes('/') ? name.slice(0, name.indexOf('/')) : '',
      title: header.title,
      description: header.description,
      version: Number(only(header, 'Version') ?? 0),
      text,
      parameters: (header.trailers.get('Param') ?? []).map(readParameter),
      needs: trailerFields(header, 'Needs'),
      uses: trailerFields(header, 'Uses'),
      otherwise: only(header, 'Otherwise'),
      exact: words(header, 'Exact'),
      units: readUnits(header),
      roles: readRoles(header),
    }
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause })
  }
}

/** Whether the archive keeps the query's answer of each day: its trailer `Archive: daily`. */
export function isArchived({ text }: Pick<CatalogueQuery, 'text'>): boolean {
  return readHeader(text).trailers.get('Archive')?.[0] === 'daily'
}

function only(header: Header, trailer: 'Version' | 'Otherwise'): string | undefined {
  return header.trailers.get(trailer)?.[0]
}

function words(header: Header, trailer: 'Exact'): readonly string[] {
  return (header.trailers.get(trailer) ?? []).flatMap((line) => line.split(/[\s,]+/))
}

function readUnits(header: Header): ReadonlyMap<string, ColumnUnit> {
  const pairs = (header.trailers.get('Units') ?? []).flatMap((line) => line.split(','))
  return new Map(
    pairs.map((pair) => {
      const [column, unit] = pair.trim().split(/\s+/)
      if (!column || !isUnit(unit))
        throw new Error(`\`Units:\` has \`${pair.trim()}\`, not a column and bytes, usd or percent`)
      return [column, unit]
    }),
  )
}

function readRoles(header: Header): ReadonlyMap<string, Role> {
  const pairs = (header.trailers.get('Roles') ?? []).flatMap((line) => line.split(','))
  return new Map(
    pairs.map((pair) => {
      const [role, column] = pair.split('=').map((side) => side.trim())
      if (!column || !role || !isRole(role))
        throw new Error(
          `\`Roles:\` has \`${pair.trim()}\`, not a role, \`=\` and a column; roles are ${ROLES.join(', ')}`,
        )
      return [column, role]
    }),
  )
}

function isUnit(word: string | undefined): word is ColumnUnit {
  return word === 'bytes' || word === 'usd' || word === 'percent'
}
