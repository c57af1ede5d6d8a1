import { z } from 'zod'
import type { PullEvent } from './app.ts'
import { operation, type OperationEvent } from './operation.ts'

const modelSchema = z.object({
  id: z.string(),
  purpose: z.enum(['embedding', 'generation']),
  bytes: z.int(),
  licence: z.string(),
  installed: z.boolean(),
  path: z.string().nullable(),
})

export const listModels = operation({
  name: 'listModels',
  summary: 'Models that can run on this machine, and which are here',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/models' },
  cli: { words: ['models', 'list'] },
  input: z.strictObject({}),
  output: z.object({ models: z.array(modelSchema) }),
  run: async (app) => ({ models: await app.models.list() }),
})

/** Downloads, and names folders of this machine: over HTTP only for callers on it. */
export const pullModel = operation({
  name: 'pullModel',
  summary: 'Fetch a model and what it needs to run; verified by its hash',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/models/pull' },
  cli: { words: ['models', 'pull'], positional: ['model'] },
  streams: true,
  input: z.strictObject({ model: z.string().default('qwen2.5-coder-1.5b').describe('Its id, as "models list" shows it') }),
  output: modelSchema,
  run: async (app, { model }, { signal, onEvent }) => app.models.pull(model, (event) => onEvent?.(presentPull(event)), signal),
})

const presentPull = (event: PullEvent): OperationEvent =>
  event.type === 'line'
    ? { type: 'line', data: { line: event.line } }
    : { type: 'bytes', data: { file: event.file, received_bytes: event.receivedBytes, total_bytes: event.totalBytes } }
