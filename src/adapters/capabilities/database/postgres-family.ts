import type { Systems } from '../../../domain/systems.ts'
import type { Family, Look, Seen, SeenFact } from '../look.ts'
import { activity, connections, deadRows, locks, replication, sizes, statements, type PostgresQuestion } from './questions.ts'
import { visit, type WatchedDatabase } from './session.ts'

const questions: readonly PostgresQuestion[] = [connections, activity, locks, replication, sizes, deadRows, statements]

/** A watched PostgreSQL by its own statistics; a role with pg_monitor sees what belongs to others. */
export const postgresFamily = ({ postgres }: Systems, env: NodeJS.ProcessEnv): Family =>
  postgres.length === 0
    ? { looks: [], missing: questions.map(({ name }) => ({ name, why: 'systems.yaml names no PostgreSQL.' })) }
    : { looks: questions.map((question) => lookOf(question, postgres, env)), missing: [] }

const lookOf = (question: PostgresQuestion, databases: readonly WatchedDatabase[], env: NodeJS.ProcessEnv): Look => ({
  name: question.name,
  summary: question.summary,
  how: 'process',
  params: { postgres: { kind: 'name', names: databases.map((it) => it.name), about: 'Which database' } },
  see: async ({ postgres }, signal): Promise<Seen> => {
    const database = databases.find((it) => it.name === postgres)!
    const own = { postgres: database.name }
    const visited = await visit(database, env, question.ask, signal)
    if (!visited.reached) return { facts: unreached(visited.failure, own) }
    const { facts, ...rest } = visited.result
    return { ...rest, facts: [{ name: 'is_reachable', value: true, labels: own }, ...facts.map((it) => ({ ...it, labels: { ...it.labels, ...own } }))] }
  },
})

/** 53300: every place is taken, which is the very thing that was asked (PostgreSQL, appendix A). */
const unreached = (failure: string, labels: Record<string, string>): SeenFact[] => [
  { name: 'is_reachable', value: false, labels },
  { name: 'failure', value: failure, labels },
  { name: 'is_full', value: failure === '53300', labels },
]
