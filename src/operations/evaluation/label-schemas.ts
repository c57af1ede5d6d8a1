/** The JSON of sheets, of what raters see, and of what came of it. */
import { z } from 'zod'
import type { Citation } from '../../domain/answer.ts'
import { ratingScales, type LabelSheet } from '../../domain/people-rating.ts'
import { presentCitation } from '../present.ts'
import { citationSchema, passageSchema, plainText } from '../schemas.ts'
import { estimateSchema } from './estimate-schema.ts'
import type { SheetResults, ShownAnswer } from './label-desk.ts'

const id = (fault: string) => z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, fault)

export const sheetId = id('must be the id of a sheet, as "eval label --sheets" shows it')

export const rater = plainText
  .max(100, 'must have at most 100 characters')
  .refine((name) => name.trim() !== '', 'must not be empty')
  .describe('Name of the person who rates; the same name is the same person')

const score = z.int('must be a whole number').min(1, 'must be 1 to 5').max(5, 'must be 1 to 5')
const comment = plainText.max(2000, 'must have at most 2,000 characters')

export const ratingSchema = z.strictObject({
  item_id: id('must be the item_id of an answer on a sheet'),
  rater,
  accuracy: score.describe('1 (wrong) to 5 (right in everything)'),
  helpfulness: score.describe('1 (of no help) to 5 (all that was asked for)'),
  comment: comment.optional(),
})

export const sheetSchema = z.object({
  sheet_id: z.string(),
  name: z.string(),
  answers: z.int(),
  people: z.int().describe('Who have rated at least one'),
  ratings: z.int(),
  created_at: z.string(),
})

/** No verdict, score, rank or price, and nothing that leads to who wrote it. */
export const shownSchema = z.object({
  item_id: z.string(),
  question: z.string(),
  read_as: z.string().nullable().describe('The question as it was searched, where what was said before made it another'),
  answer: z.string(),
  declined: z.boolean(),
  citations: z.array(citationSchema.omit({ verdict: true, field: true })),
  passages: z.array(
    passageSchema.pick({ document_id: true, source: true, title: true, heading: true, version: true, start: true, end: true }).extend({
      text: z.string().nullable().describe('null: it went with its document'),
    }),
  ),
  rating: ratingSchema.pick({ accuracy: true, helpfulness: true }).extend({ comment: z.string().nullable() }).nullable().describe('What this rater has said'),
})

export const resultsSchema = z.object({
  sheet: sheetSchema,
  variants: z.array(z.object({ variant: z.string(), answers: z.int(), ratings: z.int(), accuracy: estimateSchema, helpfulness: estimateSchema })),
  comparisons: z.array(
    z.object({
      variant: z.string(),
      against: z.string(),
      scale: z.enum(ratingScales),
      difference: estimateSchema,
      detectable: z.number().describe('The smallest true difference that these ratings would have shown in four of five samples'),
      verdict: z.enum(['better', 'worse', 'no difference shown']),
    }),
  ),
  agreement: z
    .object({ accuracy: estimateSchema.nullable(), helpfulness: estimateSchema.nullable() })
    .describe("Krippendorff's alpha for ranks, all raters together"),
  pairs: z.array(z.object({ raters: z.array(z.string()), answers: z.int(), same: z.number(), alpha: estimateSchema.nullable() })),
  judges: z
    .array(z.object({ rubric: z.string(), judge: z.string(), answers: z.int(), failed: z.int(), agreement: estimateSchema, kappa: estimateSchema.nullable() }))
    .describe("Judges of the run, beside people's mean; people let pass from a mean accuracy of 4 on"),
  comments: z.array(z.object({ case_id: z.string(), variant: z.string(), rater: z.string(), comment: z.string() })),
})

export const presentSheet = ({ id, name, items, raters, ratings, createdAt }: LabelSheet): z.input<typeof sheetSchema> => ({
  sheet_id: id,
  name,
  answers: items,
  people: raters,
  ratings,
  created_at: createdAt.toISOString(),
})

export const presentShown = (it: ShownAnswer): z.input<typeof shownSchema> => ({
  item_id: it.id,
  question: it.question,
  read_as: it.readAs,
  answer: it.answer,
  declined: it.declined,
  citations: it.citations.map(shownCitation),
  passages: it.passages.map(({ documentId, ...passage }) => ({ document_id: documentId, ...passage })),
  rating: it.rating && { ...it.rating },
})

// A verdict would lead the rater.
const shownCitation = (citation: Citation) => {
  const { verdict: _verdict, field: _field, ...shown } = presentCitation(citation)
  return shown
}

export const presentResults = ({ sheet, variants, comparisons, agreement, pairs, judges, comments }: SheetResults): z.input<typeof resultsSchema> => ({
  sheet: presentSheet(sheet),
  variants: variants.map((it) => ({ ...it })),
  comparisons: comparisons.map((it) => ({ ...it })),
  agreement: { ...agreement },
  pairs: pairs.map((it) => ({ ...it, raters: [...it.raters] })),
  judges: judges.map((it) => ({ ...it })),
  comments: comments.map(({ caseId, ...it }) => ({ case_id: caseId, ...it })),
})
