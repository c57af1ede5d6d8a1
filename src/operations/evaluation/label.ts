import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import type { App } from '../app.ts'
import { operation, type Context } from '../operation.ts'
import { plainText } from '../schemas.ts'
import { presentResults, presentSheet, presentShown, rater, ratingSchema, resultsSchema, sheetId, sheetSchema, shownSchema } from './label-schemas.ts'

const labelInput = z.strictObject({
  target: plainText.optional().meta({ path: true }).describe('A run, as "eval runs" lists it, or the file of a suite, whose questions are then asked now'),
  name: plainText
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 characters')
    .optional()
    .describe('What raters see above the sheet, so no name of a model; the name of the suite when not given'),
  sample: z.int().min(1).max(10_000).default(50).describe('Most questions, chosen by chance; each is shown with the answer of every variant'),
  models: plainText.optional().describe('Separated by commas: variants of the run, or models that are to answer the questions of the suite'),
  sheets: z.boolean().default(false).describe('List the sheets instead'),
  results: sheetId.optional().describe('Tell what came of this sheet instead'),
  export: plainText
    .optional()
    .meta({ path: true })
    .describe('With --results: also write the labelled answers to this file, as "eval judge" reads them; a suite given as target adds its good answers'),
})

export const labelAnswers = operation({
  name: 'labelAnswers',
  summary: 'Have people rate answers, blind and in random order: make a sheet of them, list the sheets, or tell what came of one',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'label'], positional: ['target'] },
  input: labelInput,
  output: z.object({
    made: sheetSchema
      .extend({ page: z.string().describe('Where people rate it'), served: z.boolean().describe('false: once a server is started with these settings') })
      .nullable(),
    sheets: z.array(sheetSchema).nullable(),
    results: resultsSchema.nullable(),
    exported: z
      .object({
        file: z.string(),
        written: z.int(),
        declined: z.int().describe('Refusals, left out: they state nothing'),
        gone: z.int().describe('Left out: their words went with removed documents'),
        without_reference: z.int().describe('Written without a good answer beside them'),
      })
      .nullable(),
  }),
  run: async (app, input, context) => {
    const nothing = { made: null, sheets: null, results: null, exported: null }
    if (input.sheets) return { ...nothing, sheets: (await app.evaluation.label.sheets()).map(presentSheet) }
    if (input.results !== undefined) return { ...nothing, ...(await resultsOf(app, input.results, input, context)) }
    if (input.export !== undefined)
      throw new AppError('invalid', '--export writes what came of a sheet: name it with --results. "eval label --sheets" lists them.')
    if (input.target === undefined)
      throw new AppError('invalid', 'Say what is to be rated: a run ("answerable eval runs") or the file of a suite. Or ask for --sheets, or --results SHEET.')
    return { ...nothing, made: await makeSheet(app, { ...input, target: input.target }, context) }
  },
})

type LabelInput = z.output<typeof labelInput>

const resultsOf = async (app: App, sheet: string, { export: file, target }: LabelInput, { signal }: Context) => {
  const results = presentResults(await app.evaluation.label.results(sheet, signal))
  if (file === undefined) return { results, exported: null }
  const { withoutReference, ...exported } = await app.evaluation.label.exportLabels(sheet, file, target ?? null)
  return { results, exported: { ...exported, without_reference: withoutReference } }
}

const makeSheet = async (app: App, { target, name, sample, models }: LabelInput & { target: string }, context: Context) => {
  const wish = { from: target, name: name ?? null, sample, models: (models ?? '').split(',').flatMap((it) => it.trim() || []) }
  const sheet = await app.evaluation.label.make(wish, context)
  const { page, isServed } = await app.evaluation.label.pageOf(sheet.id)
  return { ...presentSheet(sheet), page, served: isServed }
}

export const listLabelSheets = operation({
  name: 'listLabelSheets',
  summary: 'Sheets of answers that people are asked to rate, newest first',
  effect: 'read',
  access: 'admin',
  http: { method: 'GET', path: '/evaluation/sheets' },
  cli: null,
  input: z.strictObject({}),
  output: z.object({ sheets: z.array(sheetSchema) }),
  run: async (app) => ({ sheets: (await app.evaluation.label.sheets()).map(presentSheet) }),
})

export const nextToRate = operation({
  name: 'nextToRate',
  summary: 'The next answer of a sheet for this rater, without a word on who wrote it or what others said',
  effect: 'read',
  access: 'admin',
  http: { method: 'GET', path: '/evaluation/sheets/{sheet}/next' },
  cli: null,
  input: z.strictObject({
    sheet: sheetId,
    rater,
    position: z.int().min(1).optional().describe('Show this place of the rater’s own order again; without it, the first that is not rated'),
    after: z.int().min(0).default(0).describe('The first that is not rated behind this place; what lies before comes at the end'),
  }),
  output: z.object({
    sheet: sheetSchema.pick({ sheet_id: true, name: true }),
    total: z.int().describe('Answers that can be rated'),
    rated: z.int().describe('How many of them this rater has rated'),
    gone: z.int().describe('Answers that cannot be rated any more: their words went with removed documents'),
    position: z.int().nullable().describe('null: all are rated'),
    item: shownSchema.nullable(),
  }),
  run: async (app, { sheet, rater: name, position = null, after }) => {
    const next = await app.evaluation.label.next({ sheetId: sheet, rater: name, position, after })
    return { ...next, sheet: { sheet_id: next.sheet.id, name: next.sheet.name }, item: next.item && presentShown(next.item) }
  },
})

export const rateAnswer = operation({
  name: 'rateAnswer',
  summary: "Say how good an answer on a sheet is; a person's latest word counts",
  effect: 'write',
  access: 'admin',
  http: { method: 'POST', path: '/evaluation/ratings' },
  cli: null,
  input: ratingSchema,
  output: z.object({ item_id: z.string() }),
  run: async (app, { item_id, rater: name, accuracy, helpfulness, comment }) => {
    await app.evaluation.label.rate({ itemId: item_id, rater: name, accuracy, helpfulness, comment: comment?.trim() || null })
    return { item_id }
  },
})
