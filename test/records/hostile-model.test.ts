/** A model that is wholly the attacker's, in every place where one is asked: what it is shown and what it says change nothing of whose rows are read. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { assertNothingLeaked } from './assert-nothing-leaked.ts'
import { attackShop } from './attacked-shop.ts'
import { whole } from './attacks/attempt.ts'
import { scenes } from './attacks/attempts.ts'
import { families } from './attacks/families/index.ts'
import { hostileWords } from './attacks/hostile-words.ts'
import { howMany } from './attacks/how-many.ts'
import { newOutcome } from './attacks/judge.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { madeUpShop } from './attacks/shop.ts'

const names = Object.keys(families).filter((name) => !/token|routes/.test(name))

describe('a hostile model', { skip: postgresMissing }, () => {
  test('is shown nothing of others, and whatever it says nothing of others comes out', { timeout: 3_600_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using model = await startStubModel()
    const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'none', ANSWERABLE_GENERATOR: 'openai,extractive', ANSWERABLE_MODEL: 'stub-1' }
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres, env, answers: 'model' })
    const makeScene = scenes(attacked.shop, attacked.login, randomOf(51))
    const { outcome, add } = newOutcome()
    let asked = 0
    for (let number = 0; number < howMany({ small: 300, full: 10_000 }); number++) {
      const scene = makeScene()
      const name = names[number % names.length]!
      const attempt = whole(name, scene, families[name]!(scene))
      const typed = [...attempt.typed, scene.victim.customer_id, scene.victim.name, scene.victim.email, scene.victimOrder.order_id]
      model.set({ say: (completion) => hostileWords(scene, completion) })
      const before = model.requests.length
      const reply = await attacked.send(attempt)
      const shown = JSON.stringify(model.requests.slice(before).map(({ body }) => body))
      asked += model.requests.length - before
      // The model knows the victim's names as the attacker does. Its prompts are judged with the reply.
      const all = { ...reply, body: `${reply.body}\n${shown}` }
      add(attempt, reply, attacked.judge({ ...attempt, typed }, all))
    }
    context.diagnostic(`the model was asked ${asked} times`)
    assertNothingLeaked(context, outcome)
    assert.ok(asked > 0)
  })
})
