/** One server process and two on one PostgreSQL; the primary alone, and with a replica. All on one machine: what is seen is the price of each way. */
import { startPostgres } from '../../test/support/postgres-server.ts'
import { post, serve, workplace } from '../../test/support/program.ts'
import { textMaker } from '../corpus.ts'
import type { Figure } from '../figures.ts'
import { fillServer } from './fill.ts'
import { measure, told, type Measured } from './measure.ts'

const lanes = 4
const seconds = 6

export const benchProcesses = async (chunks: number): Promise<Figure[]> => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await fillServer(url, chunks)
  await using standby = await postgres.standby()
  const withProcesses = (processes: number, env: Record<string, string>): Promise<Measured> => searches(url, processes, env)
  const replica = { DATABASE_READ_URL: standby.urlOf(url) }
  const sql = { ANSWERABLE_SEARCH: 'pgvector' }
  const [one, two] = [await withProcesses(1, {}), await withProcesses(2, {})]
  const [oneInSql, twoInSql] = [await withProcesses(1, sql), await withProcesses(2, sql)]
  const [oneWithReplica, inSqlWithReplica] = [await withProcesses(1, replica), await withProcesses(1, { ...sql, ...replica })]
  const figure = (name: string, value: Measured, beside: Measured, what: string): Figure => ({
    name: `${name}, ${chunks} chunks`,
    value: told(value),
    beside: `${what}: ${told(beside)}`,
    goal: null,
  })
  return [
    figure('search in memory, 2 processes', two, one, '1 process'),
    figure('search in SQL, 2 processes', twoInSql, oneInSql, '1 process'),
    figure('search in memory, reads by a replica', oneWithReplica, one, 'primary alone'),
    figure('search in SQL, reads by a replica', inSqlWithReplica, oneInSql, 'primary alone'),
  ]
}

const searches = async (url: string, processes: number, env: Record<string, string>): Promise<Measured> => {
  using place = workplace({})
  const servers = await Promise.all(
    Array.from({ length: processes }, (_, index) => serve(['--database-url', url, '--data', `${place.data}-${index}`], { env })),
  )
  try {
    const { sentence } = textMaker(3)
    const search = async (index: number): Promise<void> => {
      const response = await post(servers[index % processes]!.url, '/search', { query: sentence().slice(0, 60), limit: 5 })
      const answer = await response.text()
      if (!response.ok) throw new Error(`A search failed: ${answer}`)
    }
    await measure(processes, 2, search)
    return await measure(lanes, seconds, search)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
