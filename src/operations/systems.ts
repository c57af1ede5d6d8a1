import { z } from 'zod'
import type { Systems } from '../domain/systems.ts'
import { operation } from './operation.ts'

const count = z.int().min(0)

export const countsSchema = z.object({
  prometheus: count,
  probes: count,
  logs: count,
  units: count,
  postgres: count,
  kubernetes: count,
  processes: count,
  certificates: count,
  endpoints: count,
  directories: count,
  files: count,
  watches: count,
  actions: count,
})

const counted = (systems: Systems): z.input<typeof countsSchema> =>
  Object.fromEntries(Object.keys(countsSchema.shape).map((list) => [list, (systems[list as keyof Systems] as readonly unknown[]).length])) as never

export const checkSystems = operation({
  name: 'checkSystems',
  summary: 'Read a file of systems and say what is wrong with it, with the line',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['systems', 'check'], positional: ['file'] },
  input: z.strictObject({
    file: z.string().min(1).meta({ path: true }).optional().describe('The file; systems.yaml, or the one that ANSWERABLE_SYSTEMS names, where left out'),
  }),
  output: z.object({ file: z.string().nullable(), counts: countsSchema, notes: z.array(z.string()).describe('What would not work on this machine') }),
  run: async (app, { file }) => {
    const { path, systems, notes } = await app.systems.check(file ?? null)
    return { file: path, counts: counted(systems), notes: [...notes] }
  },
})

export const showSystems = operation({
  name: 'showSystems',
  summary: 'What may be looked at on this machine and in the systems of the file, and what not, with the reason',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/systems' },
  cli: { words: ['systems', 'show'] },
  input: z.strictObject({}),
  output: z.object({
    file: z.string().nullable(),
    counts: countsSchema,
    capabilities: z.array(
      z.object({
        name: z.string(),
        summary: z.string(),
        how: z.enum(['process', 'fenced']).describe('In the program itself, or by another program inside the fence'),
        limit_ms: z.int(),
        params: z.record(z.string(), z.unknown()).describe('JSON Schema'),
      }),
    ),
    missing: z.array(z.object({ name: z.string(), why: z.string() })),
  }),
  run: async ({ systems: { systems, path, capabilities } }) => ({
    file: path,
    counts: counted(systems),
    capabilities: capabilities.list.map(({ name, summary, how, limitMs, params }) => ({ name, summary, how, limit_ms: limitMs, params })),
    missing: [...capabilities.missing],
  }),
})
