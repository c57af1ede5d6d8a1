/** "Not yours" and "does not exist" are the same bytes, and take the same time. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { attackShop, type AttackedShop } from './attacked-shop.ts'
import { scenes } from './attacks/attempts.ts'
import type { Attempt } from './attacks/attempt.ts'
import { howMany } from './attacks/how-many.ts'
import { pairOf, steady } from './attacks/pairs.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { madeUpShop } from './attacks/shop.ts'
import { areaUnderCurve, halfWidth } from './attacks/timing.ts'

describe('an order of somebody else is as one that is not there', { skip: postgresMissing }, () => {
  let postgres: TestServer
  let attacked: AttackedShop
  before(async () => {
    postgres = await startPostgres()
    attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres })
  })
  after(async () => {
    await attacked?.[Symbol.asyncDispose]()
    await postgres?.close()
  })

  test('by every byte', { timeout: 1_200_000 }, async (context) => {
    const makeScene = scenes(attacked.shop, attacked.login, randomOf(11))
    const count = howMany({ small: 250, full: 5000 })
    for (let number = 0; number < count; number++) {
      const { foreign, missing, ids } = pairOf(makeScene())
      const [one, other] = [await attacked.send(foreign), await attacked.send(missing)]
      assert.equal(steady(one, ids[0]), steady(other, ids[1]), `${foreign.path} ${foreign.body}`)
    }
    context.diagnostic(`${count} pairs of a foreign and a missing id: none told apart, below ${(3 / count).toExponential(1)} with 95 % confidence`)
  })

  test('by the time it takes', { timeout: 2_400_000 }, async (context) => {
    const random = randomOf(12)
    const makeScene = scenes(attacked.shop, attacked.login, random)
    const times = { foreign: [] as number[], missing: [] as number[], missingToo: [] as number[] }
    const took = async (attempt: Attempt): Promise<number> => {
      const from = performance.now()
      await attacked.send(attempt)
      return performance.now() - from
    }
    const count = howMany({ small: 300, full: 4000 })
    for (let number = 0; number < count; number++) {
      const scene = makeScene()
      const { foreign, missing, ids } = pairOf(scene)
      const missingToo = {
        ...missing,
        path: missing.path.replaceAll(ids[1].slice(1), nextId(ids[1])),
        body: missing.body?.replaceAll(ids[1].slice(1), nextId(ids[1])) ?? null,
      }
      // In an order that chance makes, so that what came before is the same for all three.
      const probes = [
        ['foreign', foreign],
        ['missing', missing],
        ['missingToo', missingToo],
      ] as const
      const first = random.number(3)
      for (const [name, attempt] of [...probes.slice(first), ...probes.slice(0, first)]) times[name].push(await took(attempt))
    }
    const area = areaUnderCurve(times.foreign, times.missing)
    const control = areaUnderCurve(times.missingToo, times.missing)
    const half = halfWidth(area, count, count)
    context.diagnostic(
      `foreign against missing: area under the curve ${area.toFixed(3)} ± ${half.toFixed(3)}; missing against missing: ${control.toFixed(3)}; ${count} probes each`,
    )
    assert.ok(Math.abs(area - 0.5) < 0.02 + 2 * half)
  })
})

/** Not more there than the one before: orders of the made-up shop are few among ten million. */
const nextId = (id: string): string => `W${String((Number(id.slice(2)) + 4_111_111) % 10_000_000).padStart(7, '0')}`
