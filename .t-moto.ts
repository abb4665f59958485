import { readFileSync } from 'node:fs'
import { runOnTrino } from './test/conformance/trino-client'
import { loadCatalogue } from './lib/catalogue/catalogue'
import { savedAthenaQueries } from './stacks/saved-athena-queries'
import { exampleSettings } from './test/settings/example-settings'
const server = readFileSync('/tmp/trino.url', 'utf8').trim()
const run = async (sql: string) => { try { return await runOnTrino(server, sql) } catch (e) { return (e as Error).message } }
const date = new Date(Date.now() - 86400000).toISOString().slice(0, 10)
console.log(JSON.stringify(await run('SHOW TABLES FROM awsdatacatalog.natlens')))
console.log(JSON.stringify(await run('DESCRIBE awsdatacatalog.natlens.nat_legs')).slice(0, 900))
console.log(JSON.stringify(await run('SELECT * FROM awsdatacatalog.natlens.nat_legs')).slice(0, 900))
console.log(JSON.stringify(await run('SELECT * FROM awsdatacatalog.natlens.daily_top_100')))
console.log(JSON.stringify(await run(`SELECT date, sum(total_bytes) FROM awsdatacatalog.natlens.daily_top_100 WHERE date = '${date}' GROUP BY 1`)))
for (const q of savedAthenaQueries(exampleSettings(), loadCatalogue()).saved.slice(0, 3)) console.log(q.name, JSON.stringify(await run(q.sql)).slice(0, 200))
