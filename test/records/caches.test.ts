/** What one customer asked makes nobody else's answer come sooner or otherwise. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { attackShop } from './attacked-shop.ts'
import { asking, whole, type Attempt } from './attacks/attempt.ts'
import { scenes } from './attacks/attempts.ts'
import { steady } from './attacks/pairs.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { madeUpShop } from './attacks/shop.ts'

describe('with caches of answers', { skip: postgresMissing }, () => {
  for (const cache of ['exact', 'semantic'])
    test(`${cache}: a question that is warm for one customer is cold for the next`, { timeout: 300_000 }, async () => {
      await using postgres = await startPostgres()
      await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres, env: { ANSWERABLE_ANSWER_CACHE: cache } })
      const makeScene = scenes(attacked.shop, attacked.login, randomOf(71))
      for (let number = 0; number < 3; number++) {
        const scene = makeScene()
        const asked = (customerId: string): Attempt => ({
          ...whole('cache', scene, asking('Within how many days may a delivered order be returned?')),
          attacker: customerId,
        })
        const [first, second] = [scene.attacker.customer_id, scene.victim.customer_id]
        const cold = await attacked.send(asked(first))
        const warm = await attacked.send(asked(first))
        const other = await attacked.send(asked(second))
        assert.match(cold.body, /30 days/)
        assert.notEqual(steady(cold, '#W0000000'), steady(warm, '#W0000000'), 'the cache is not on')
        assert.equal(steady(other, '#W0000000'), steady(cold, '#W0000000'))
      }
    })

  test("the owner's own question, asked by somebody else, is as if nobody had asked it", { timeout: 300_000 }, async () => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres, env: { ANSWERABLE_ANSWER_CACHE: 'semantic' } })
    const makeScene = scenes(attacked.shop, attacked.login, randomOf(72))
    for (let number = 0; number < 40; number++) {
      const scene = makeScene()
      const { victim, victimOrder, missingId } = scene
      const asked = (id: string, customerId: string): Attempt => ({
        ...whole('cache', scene, asking(`What is the note of my order ${id}?`)),
        attacker: customerId,
      })
      for (let time = 0; time < 2; time++) await attacked.send(asked(victimOrder.order_id, victim.customer_id))
      const foreign = await attacked.send(asked(victimOrder.order_id, scene.attacker.customer_id))
      const missing = await attacked.send(asked(missingId, scene.attacker.customer_id))
      assert.equal(steady(foreign, victimOrder.order_id), steady(missing, missingId))
    }
  })
})
