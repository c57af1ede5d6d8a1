import { z } from 'zod'
import type { JsonSchema } from '../../domain/model.ts'
import type { ShownThings } from './shown-things.ts'

export const abouts = ['records', 'documents', 'both', 'neither', 'change', 'unclear'] as const
const whats = ['find', 'count', 'sum', 'average', 'least', 'most'] as const
const comparisons = ['equal', 'not', 'less', 'more', 'at_least', 'at_most', 'contains'] as const
export const places = ['all', 'newest', 'oldest', 'second newest'] as const

/** What the model writes: names out of lists, and values that must stand in what was said. Nothing in it can say who asks. */
export const modelReadingSchema = z.object({
  about: z.enum(abouts),
  ask: z
    .array(
      z.object({
        what: z.enum(whats),
        of: z.string(),
        fields: z.array(z.string()).max(6),
        where: z.array(z.object({ field: z.string(), is: z.enum(comparisons), value: z.string().max(80) })).max(4),
        place: z.enum(places),
        by: z.string().nullable(),
      }),
    )
    .max(3),
})
export type ModelReading = z.output<typeof modelReadingSchema>
export type ModelAsk = ModelReading['ask'][number]

/** The same for a grammar, with the names that there are. */
export const readingSchemaFor = ({ entities, fields }: ShownThings): JsonSchema => ({
  type: 'object',
  properties: {
    about: { enum: [...abouts] },
    ask: {
      type: 'array',
      maxItems: 2,
      items: {
        type: 'object',
        properties: {
          what: { enum: [...whats] },
          of: { enum: entities.map(({ entity }) => entity.name) },
          fields: { type: 'array', maxItems: 4, items: { enum: [...fields] } },
          where: {
            type: 'array',
            maxItems: 3,
            items: {
              type: 'object',
              properties: { field: { enum: [...fields] }, is: { enum: [...comparisons] }, value: { type: 'string', maxLength: 60 } },
              required: ['field', 'is', 'value'],
              additionalProperties: false,
            },
          },
          place: { enum: [...places] },
          by: { enum: [...fields, null] },
        },
        required: ['what', 'of', 'fields', 'where', 'place', 'by'],
        additionalProperties: false,
      },
    },
  },
  required: ['about', 'ask'],
  additionalProperties: false,
})
