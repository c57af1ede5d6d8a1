import { z } from 'zod'
import { operation } from './operation.ts'
import { incidentSummarySchema, presentIncidentSummary, presentWatch, watchSchema } from './present-incident.ts'
import type { Watching } from './watch-desk.ts'

const access = 'owner'

export const listWatches = operation({
  name: 'listWatches',
  summary: 'Watches of the systems file, each with what it saw last',
  effect: 'read',
  access,
  http: { method: 'GET', path: '/watches' },
  cli: { words: ['watches'] },
  input: z.strictObject({}),
  output: z.object({ watches: z.array(watchSchema) }),
  run: async (app) => ({ watches: (await app.watching.watches()).map(presentWatch) }),
})

const watchingSchema = z.object({
  watches: z.array(watchSchema),
  incidents: z.array(incidentSummarySchema).describe('Those that are not resolved, newest first'),
})

const presentWatching = ({ watches, incidents }: Watching): z.output<typeof watchingSchema> => ({
  watches: watches.map(presentWatch),
  incidents: incidents.map(presentIncidentSummary),
})

const names = z.array(z.string().max(200)).max(1000)

export const lookNow = operation({
  name: 'lookNow',
  summary: 'Look at watches now, whether they are due or not',
  effect: 'write',
  access,
  http: { method: 'POST', path: '/watches/looks' },
  cli: null,
  input: z.strictObject({ watches: names.optional().describe('Their names; all when left out') }),
  output: watchingSchema.extend({ looked_at: z.array(z.string()).describe('One that another process was looking at is left to it') }),
  run: async (app, { watches }, { signal }) => {
    const looked_at = [...(await app.watching.lookNow(watches ?? null, signal))]
    return { ...presentWatching(await app.watching.now()), looked_at }
  },
})

/** What is not right now, or could not be seen; an incident that only waits to be resolved is not wrong. */
const isWrong = (output: unknown): boolean =>
  (output as z.output<typeof watchingSchema>).watches.some(({ state }) => ['wrong', 'suspect', 'unseen'].includes(state))

export const watch = operation({
  name: 'watch',
  summary: 'Look at the systems of systems.yaml again and again, and tell what changes, until Ctrl-C',
  effect: 'write',
  access,
  http: null,
  cli: {
    words: ['watch'],
    exitCode: (output) => ((output as { once: boolean }).once && isWrong(output) ? 1 : 0),
    exitCodes: '1 with --once when something is wrong at this look, for however short a time, or could not be seen',
  },
  input: z.strictObject({
    once: z.boolean().default(false).describe('Look once at everything, and end with 1 when something is wrong now or could not be seen'),
  }),
  output: watchingSchema.extend({ once: z.boolean() }),
  run: async (app, { once }, { signal, onEvent }) => {
    if (once) await app.watching.lookNow(null, signal)
    else await app.watching.follow((now) => onEvent?.({ type: 'watching', data: presentWatching(now) }), signal ?? new AbortController().signal)
    return { ...presentWatching(await app.watching.now()), once }
  },
})
