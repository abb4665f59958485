import type { Catalogue } from '../lib/catalogue/catalogue'
import { compileArchive, type CompiledArchive } from '../lib/lake/compile-archive'
import type { Settings } from '../lib/settings/settings'

/** The archive's queries over the lake of the settings, for the bundle of the archive function. */
export function archiveQueries(settings: Settings, catalogue: Catalogue): CompiledArchive {
  const { databaseName: database, tableName: table } = settings.lake
  return compileArchive({ ...settings, ...settings.lake, database, table }, catalogue)
}
