import { z } from 'zod'
import type { KillSwitch } from '../domain/audit.ts'
import type { App } from './app.ts'
import { operation } from './operation.ts'
import { plainText } from './schemas.ts'

const stateSchema = z.object({
  stopped: z.boolean(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  at: z.string().nullable(),
})

export const agentState = operation({
  name: 'agentState',
  summary: 'Whether watches, investigations and actions may run',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/agent' },
  cli: { words: ['agent', 'status'] },
  input: z.strictObject({}),
  output: stateSchema,
  run: (app) => stateOf(app),
})

export const stopAgent = operation({
  name: 'stopAgent',
  summary: 'Stop every watch, investigation and action at once, in all processes; nothing begins until it is taken back',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/agent/stop' },
  cli: { words: ['agent', 'stop'], positional: ['reason'] },
  input: z.strictObject({ reason: plainText.max(500, 'must have at most 500 characters').default('').describe('Why, for whoever finds it stopped') }),
  output: stateSchema,
  run: async (app, { reason }) => {
    await app.acting.killSwitch.stop(reason)
    return stateOf(app)
  },
})

export const resumeAgent = operation({
  name: 'resumeAgent',
  summary: 'Let watches, investigations and actions begin again',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/agent/resume' },
  cli: { words: ['agent', 'resume'] },
  input: z.strictObject({}),
  output: stateSchema,
  run: async (app) => {
    await app.acting.killSwitch.resume()
    return stateOf(app)
  },
})

const stateOf = async ({ acting }: App): Promise<z.input<typeof stateSchema>> => {
  const { isStopped, by, reason, at }: Awaited<ReturnType<KillSwitch['state']>> = await acting.killSwitch.state()
  return { stopped: isStopped, by, reason, at: at?.toISOString() ?? null }
}
