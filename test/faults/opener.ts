/** One of two that want the same data folder: waits for a line, then tries. `node opener.ts DATA URL` */
import { once } from 'node:events'
import { openDataFolder } from '../../src/adapters/postgres/data-folder.ts'

const [dataDir = '', url = ''] = process.argv.slice(2)
process.stdout.write('waiting\n')
await once(process.stdin, 'data')
try {
  await openDataFolder(dataDir, { url })
  process.stdout.write('won\n')
  setInterval(() => {}, 1000)
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`)
  process.exit(1)
}
