/**
 * A program that is going to be killed: opens the data folder, compares what is there with what its log promises, says `ready N`, and writes
 * on until it dies. `node writer.ts DATA LOG [once]`; with `once` it ends after comparing.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '../../src/adapters/postgres/data-folder.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPglite } from '../../src/adapters/postgres/open-pglite.ts'
import { templateDir } from '../support/stores.ts'
import { compare, readLog, runStep, stepAt } from './workload.ts'

const [dataDir = join(tmpdir(), 'answerable-faults'), log = join(tmpdir(), 'answerable-faults.log'), once] = process.argv.slice(2)

const folder = await openDataFolder(dataDir, { url: 'http://127.0.0.1:0' })
const database = await openPglite({ dataDir, templateDir })
await migrate(database)
const store = openDocumentStore(database)
const known = readLog(existsSync(log) ? readFileSync(log, 'utf8') : '')
const documents = await compare(database, store, known)
process.stdout.write(`ready ${documents} documents, ${known.next} steps\n`)

if (once) {
  await database.close()
  await folder.close()
} else {
  // What was under way may have happened or not: it is done again, so that the log is certain of it.
  for (let n = known.underWay ? known.next - 1 : known.next; ; n++) {
    appendFileSync(log, `try ${n}\n`)
    await runStep(store, stepAt(n))
    appendFileSync(log, `ack ${n}\n`)
  }
}
