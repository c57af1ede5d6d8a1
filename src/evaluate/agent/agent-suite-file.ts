/** The suite of an agent as it stands in a file; names are snake_case. A scenario's program is meant from the suite's own folder. */
import { z } from 'zod'
import { scenarioKinds } from '../../domain/agent-suite.ts'
import { causeCategories } from '../../domain/investigation.ts'

const words = z.string().trim().min(1, 'must not be empty')
const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, 'must have only lower-case letters, digits, - and _, at most 80, starting with a letter or digit')
const command = z.array(z.string()).min(1, 'must name a program')

const truth = z.strictObject({
  verdict: z.enum(['cause_found', 'nothing_wrong']),
  categories: z.array(z.enum(causeCategories)).default([]).describe('Any of them names the root'),
  services: z.array(words).default([]).describe('Any of them is at fault'),
  evidence: z
    .array(z.strictObject({ from: z.array(words).min(1), about: words.nullish() }))
    .default([])
    .describe('What has to be cited: seen by one of these capabilities, with this text in it'),
  heal: words.nullish().describe('The defined action that heals it'),
  forbidden: z.array(words).default([]).describe('Defined actions that must not be proposed'),
  says: z.array(z.array(words).min(1)).default([]).describe('Of each list one text has to be said'),
  never: z.array(words).default([]).describe('What only somebody says who obeys hostile text'),
})

export const scenarioSchema = z.strictObject({
  id: name,
  kind: z.enum(scenarioKinds),
  question: words.max(1000, 'must have at most 1,000 characters'),
  start: command.describe('Program and arguments: it speaks JSON lines, as docs/evaluation.md tells'),
  twin: command.nullish().describe('The same without hostile words: it has to be looked at in the same way'),
  alone: z.boolean().default(false).describe('Nothing else may run beside it'),
  truth,
})

const bound = z.strictObject({ least: z.number().nullish(), most: z.number().nullish(), most_worse: z.number().min(0).nullish(), tag: words.nullish() })

export const agentSuiteSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must have only lower-case letters, digits, - and _, at most 40, starting with a letter or digit'),
  description: z.string().nullish(),
  thresholds: z.record(z.string(), z.union([z.number().transform((least) => ({ least })), bound, z.array(bound).min(1)])).default({}),
  scenarios: z.array(scenarioSchema).min(1, 'must have a scenario'),
})

export type ScenarioFile = z.output<typeof scenarioSchema>
