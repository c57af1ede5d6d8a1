import { test } from 'node:test'
import { postgresMissing } from '../support/postgres-server.ts'
import { faultCount } from './process.ts'
import { killAtRandom } from './scale-out.ts'

test('servers and workers that are killed at random leave every uploaded file as one whole document', { skip: postgresMissing }, async (t) => {
  t.diagnostic(await killAtRandom(faultCount(20, 3)))
})
