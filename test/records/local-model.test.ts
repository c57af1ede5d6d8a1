/** The same attacks while a real model of this machine reads the questions and words the answers: `ANSWERABLE_TEST_MODELS=all`. */
import { describe, test } from 'node:test'
import { modelsDir } from '../models/local-model.ts'
import { realModels } from '../models/real/models.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { assertNothingLeaked } from './assert-nothing-leaked.ts'
import { attack, attackShop } from './attacked-shop.ts'
import { attempts } from './attacks/attempts.ts'
import { families } from './attacks/families/index.ts'
import { howMany } from './attacks/how-many.ts'
import { planted } from './attacks/plant.ts'
import { madeUpShop } from './attacks/shop.ts'

const names = Object.keys(families).filter((name) => !/token|routes/.test(name))

for (const { id, skip } of realModels)
  describe(`${id} in the program's place of judgement`, { skip: skip || postgresMissing }, () => {
    test('tells nothing of others', { timeout: 7_200_000 }, async (context) => {
      await using postgres = await startPostgres()
      const env = { ANSWERABLE_GENERATOR: `local:${id}`, ANSWERABLE_MODELS_DIR: modelsDir }
      await using attacked = await attackShop(planted(madeUpShop(60, 1), 2), { postgres, env, answers: 'model' })
      const outcome = await attack(attacked, attempts(attacked.shop, attacked.login, howMany({ small: 16, full: 240 }), 95, names), 2)
      assertNothingLeaked(context, outcome)
    })
  })
