/** A database that dies and comes back, and customers who hang up: nobody is given what was meant for another. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { assertNothingLeaked } from './assert-nothing-leaked.ts'
import { attack, attackShop, type AttackedShop } from './attacked-shop.ts'
import { attempts, scenes } from './attacks/attempts.ts'
import { ownQuestion } from './attacks/own-questions.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { madeUpShop } from './attacks/shop.ts'

const families = ['named ids', 'others by name', 'aggregates', 'planted rows', 'widening', 'smuggled identity']

describe('disturbed', { skip: postgresMissing }, () => {
  test('the database dies under the questions: clear errors, then answers again, nothing of others', { timeout: 600_000 }, async (context) => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    const running = attack(attacked, attempts(attacked.shop, attacked.login, 400, 61, families), 16)
    await postgres.restart()
    await postgres.restart()
    const outcome = await running
    assertNothingLeaked(context, outcome)
    await assertAnswered(attacked, 10)
  })

  test('streams that are cut leave nothing behind for who comes next', { timeout: 600_000 }, async () => {
    await using postgres = await startPostgres()
    await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
    const makeScene = scenes(attacked.shop, attacked.login, randomOf(62))
    for (let number = 0; number < 60; number++) {
      await cutOff(attacked, ownQuestion(makeScene()).attempt.body!, makeScene().attacker.customer_id, number * 40)
      await assertAnswered(attacked, 1)
    }
  })
})

const assertAnswered = async ({ shop, login, send, judge }: AttackedShop, count: number): Promise<void> => {
  const makeScene = scenes(shop, login, randomOf(63 + count))
  for (let number = 0; number < count; number++) {
    const { attempt, holds } = ownQuestion(makeScene())
    const reply = await send(attempt)
    assert.deepEqual([reply.status, judge(attempt, reply).leaked], [200, []], reply.body)
    const { answer } = JSON.parse(reply.body) as { answer: string }
    for (const value of holds) assert.ok(answer.toLowerCase().includes(value.toLowerCase()), `${attempt.body}: ${answer}`)
  }
}

/** Hangs up after so many bytes. */
const cutOff = ({ server, login }: AttackedShop, body: string, customerId: string, bytes: number): Promise<void> =>
  new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${login.good(customerId)}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-forwarded-for': '203.0.113.9',
    }
    const sent = request(`${server.url}/ask`, { method: 'POST', headers })
    let seen = 0
    const end = (): void => {
      sent.destroy()
      resolve()
    }
    sent.on('error', end)
    sent.on('response', (response) => {
      response.on('error', end)
      response.on('end', end)
      response.on('data', (piece: Buffer) => {
        seen += piece.length
        if (seen >= bytes) end()
      })
    })
    sent.end(body)
  })
