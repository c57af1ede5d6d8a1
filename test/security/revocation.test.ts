import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openKeyedServer } from '../support/keyed-server.ts'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'

let postgres: TestServer | undefined
after(() => postgres?.close())

test(
  'a key that one process revokes or suspends is refused by another within a second, and its limit is counted by both together',
  { skip: postgresMissing },
  async () => {
    postgres = await startPostgres()
    const databaseUrl = await postgres.createDatabase({})
    await using one = await openKeyedServer({ databaseUrl })
    await using other = await openKeyedServer({ databaseUrl })
    const statusOf = async (server: typeof one, text: string): Promise<number> =>
      (await server.call('GET', '/collections', { headers: { authorization: `Bearer ${text}` } })).status

    for (const end of ['revoke', 'suspend'] as const) {
      const { id, text } = await one.makeKey()
      assert.deepEqual([await statusOf(one, text), await statusOf(other, text)], [200, 200])
      await (end === 'revoke' ? one.app.keys.revoke(id) : one.app.keys.suspend(id, true))
      assert.equal(await statusOf(one, text), 401)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      assert.equal(await statusOf(other, text), 401)
    }

    const { text } = await one.makeKey({ requestsPerMinute: 4 })
    const statuses: number[] = []
    for (let at = 0; at < 6; at++) statuses.push(await statusOf(at % 2 === 0 ? one : other, text))
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429])
  },
)
