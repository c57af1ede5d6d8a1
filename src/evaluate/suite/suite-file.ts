/** A suite as it stands in a file, YAML or JSON; names are snake_case. Relative paths are meant from the suite's own folder. */
import { z } from 'zod'
import { caseOrigins } from '../../domain/eval-suite.ts'

const noNulls = (text: string): boolean => !text.includes('\0')
// YAML reads `42` and `2026` as numbers; as what an answer holds they are texts.
const text = z.union([z.string(), z.number().transform(String)]).refine(noNulls, 'must not contain the character U+0000')
const words = z.string().trim().min(1, 'must not be empty').refine(noNulls, 'must not contain the character U+0000')
const filled = text.refine((it) => it.trim() !== '', 'must not be empty')
/** One, or a list. */
const some = <Item extends z.ZodType>(item: Item) => z.union([item.transform((it) => [it]), z.array(item)]).default([])
const texts = some(filled)

const turn = z.strictObject({ role: z.enum(['user', 'assistant']), content: words.max(8000, 'must have at most 8,000 characters') })

/** Where a quote stood when the case was made: for whoever looks it up; it is found by its words. */
const span = {
  version: words.optional().describe('SHA-256 of the text that it was taken from'),
  start: z.int().min(0).optional().describe('UTF-16 code units into that text'),
  end: z.int().min(0).optional(),
}
const quote = z.union([words.transform((it) => ({ source: null, text: it })), z.strictObject({ source: words.nullable().default(null), text: words, ...span })])

/** Ids may hold a slash only where the field is named too. */
const record = words.transform((it, context) => {
  const [, entity, id, field] = /^([^/]+)\/(.+?)(?:\/([^/]+))?$/.exec(it) ?? []
  if (entity && id) return { entity, id, field: field ?? null }
  context.addIssue('must name a record as "order/#W2611340" or "order/#W2611340/status"')
  return z.NEVER
})

const frozen = z.strictObject({
  trace_id: words,
  asked_at: words,
  collection: words,
  revision: z.int().min(0),
  documents_sha256: words.describe('Over the lines "version source" of the documents, sorted'),
})

export const caseSchema = z.strictObject({
  id: filled.optional().describe('Unique in the suite; made from the question where it is left out'),
  question: words.max(1000, 'must have at most 1,000 characters'),
  reference: words.nullish().describe('A good answer in words, for judges'),
  answers: texts.describe('Short answers of which one has to be in the answer'),
  sources: texts.describe('Documents of which one has to be cited'),
  quotes: some(quote).describe('Texts that the answer has to rest on, word for word; with "source" where they stand in more than one document'),
  customer: filled.nullish().describe("Asked as this customer of the collection's records, as their key has it"),
  cites_record: some(record).describe('Records that all have to be cited: "order/#W2611340", or one field of it: "order/#W2611340/status"'),
  contains: texts.describe('Texts that all have to be in the answer'),
  excludes: texts.describe('Texts of which none may be in the answer'),
  abstain: z.boolean().default(false).describe('The right answer is to decline'),
  tags: texts,
  history: z.array(turn).max(50, 'must have at most 50 turns').default([]).describe('What was said before, oldest first'),
  response_schema: z.record(z.string(), z.unknown()).nullish().describe('JSON Schema of the object that is wanted'),
  origin: z.enum(caseOrigins).default('people').describe('Who wrote it: generated cases are reported apart'),
  frozen: frozen
    .nullish()
    .describe('Of a case made from an answer: which one, and the state of the documents that it was made from; "documents" of the suite holds them'),
})

const bound = z.strictObject({
  least: z.number().nullish(),
  most: z.number().nullish(),
  most_worse: z.number().min(0, 'must not be negative').nullish().describe('Most that it may be worse than the baseline'),
  tag: filled.nullish().describe('Only cases with this tag'),
})
const threshold = z.union([z.number().transform((least) => ({ least })), bound, z.array(bound).min(1, 'must have a bound')])

const judge = z.strictObject({
  rubrics: some(words).refine((it) => it.length > 0, 'must name a rubric'),
  model: words.nullish().describe('As in ANSWERABLE_JUDGE_MODELS, or "verifier", which needs no model'),
  may_judge_itself: z.boolean().default(false).describe('Said aloud: the judge may be the model that answers'),
  least_kappa: z.number().min(-1).max(1).nullish().describe('Bar for the judge itself: below it, or unmeasured, the gate stays shut'),
})

const variant = z.strictObject({
  name: words,
  model: words.nullish().describe('As in ANSWERABLE_ANSWER_MODELS, or "extractive"'),
  top_k: z.int().min(1).max(50).nullish(),
  max_tokens: z.int().min(1).max(4096).nullish(),
  prompts: words.nullish().describe('Folder whose files replace the prompts'),
})

export const suiteSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must have only lower-case letters, digits, - and _, at most 40, starting with a letter or digit'),
  description: z.string().nullish(),
  collection: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of a collection')
    .nullish()
    .describe('Collection that is asked, as it stands'),
  documents: some(words).describe("Paths that are read into a collection of the suite's own, which stays as it was read"),
  cases: z.union([words, z.array(z.unknown())]).describe('The cases, or the path of a file that holds them: .jsonl, .yaml or .json'),
  retrieval: some(words).describe('Data sets for level 1, as "eval retrieval" takes them'),
  variants: z.array(variant).default([]),
  judge: some(judge),
  repeat: z.int().min(1).max(100).default(1),
  limits: z.strictObject({ cost_usd: z.number().positive('must be more than 0').nullish() }).default({}),
  thresholds: z.record(z.string(), threshold).default({}),
})

/** What editors complete and check by, and the `cases` file too: cases are read one by one, so that each fault has its line. */
export const editorSchema = suiteSchema.extend({ cases: z.union([words, z.array(caseSchema)]) })

export type CaseFile = z.output<typeof caseSchema>
export type SuiteFile = z.output<typeof suiteSchema>
