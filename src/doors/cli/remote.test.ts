import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { callOwner } from './remote.ts'

test('an owner that dies in the middle of a call is said in a sentence', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'answerable-remote-'))
  t.after(() => rm(folder, { recursive: true }))
  const owner = createServer((_, response) => response.write('event: progress\ndata: {}\n\n'))
  const socketPath = join(folder, 'owner.sock')
  await once(owner.listen(socketPath), 'listening')
  t.after(() => owner.close())

  const call = callOwner(socketPath, 'ingest', {}, { onEvent: () => owner.closeAllConnections() })

  await assert.rejects(call, { code: 'unavailable', message: /stopped before it had finished/ })
})
