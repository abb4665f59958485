import type { Catalogue } from '../lib/catalogue/catalogue'
import { compileArchive, type CompiledArchive } from '../lib/lake/compile-archive'
import type { Settings } from '../lib/settings/settings'

/** What the archive function has in its bundle: the archive's queries over the lake that the settings describe. */
export function archiveQueries(settings: Settings, catalogue: Catalogue): CompiledArchive {
  const { databaseName: database, tableName: table } = settings.lake
  return compileArchive({ ...settings, ...settings.lake, database, table }, catalogue)
}
