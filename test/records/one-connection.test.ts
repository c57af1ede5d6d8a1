/** Many customers at once over few sessions of the database: each sees their own, and only their own. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pgbouncerMissing, startPgbouncer } from '../support/pgbouncer.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { attackShop } from './attacked-shop.ts'
import { scenes } from './attacks/attempts.ts'
import { howMany } from './attacks/how-many.ts'
import { ownQuestion } from './attacks/own-questions.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { eachAtMost } from './attacks/send.ts'
import { madeUpShop } from './attacks/shop.ts'
import { roles } from './attacks/tables.ts'

const manyAtOnce = { ANSWERABLE_QUESTIONS_AT_ONCE: '100', ANSWERABLE_QUESTIONS_WAITING: '1000', ANSWERABLE_QUESTION_WAIT_SECONDS: '300' }

for (const sessions of [1, 4])
  describe(`${sessions} of PgBouncer's sessions for 50 customers`, { skip: pgbouncerMissing }, () => {
    test('200 questions at once are answered with the own rows of who asked', { timeout: 900_000 }, async (context) => {
      await using postgres = await startPostgres()
      const others = [roles.customer, roles.staff].map((name) => ({ name, password: roles.password }))
      await using pooler = await startPgbouncer(postgres.url, sessions, others)
      await using attacked = await attackShop(planted(madeUpShop(50, 1), 2), { postgres, through: pooler.urlOf, env: manyAtOnce })
      const makeScene = scenes(attacked.shop, attacked.login, randomOf(21))
      const questions = Array.from({ length: howMany({ small: 400, full: 4000 }) }, () => ownQuestion(makeScene()))
      const wrong: unknown[] = []
      await eachAtMost(questions, 200, async ({ attempt, holds }) => {
        const reply = await attacked.send(attempt)
        const { leaked } = attacked.judge(attempt, reply)
        const answer = (JSON.parse(reply.body) as { answer?: string }).answer ?? ''
        const lacks = holds.filter((value) => !answer.toLowerCase().includes(value.toLowerCase()))
        if (leaked.length > 0 || lacks.length > 0 || reply.status !== 200)
          wrong.push({ asked: attempt.body, leaked, lacks, status: reply.status, answer: reply.body.slice(0, 300) })
      })
      context.diagnostic(`${questions.length} questions of 50 customers, 200 at once, over ${sessions} session(s): ${wrong.length} wrong`)
      assert.deepEqual(wrong.slice(0, 5), [])
    })
  })
