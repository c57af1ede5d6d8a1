import type { JsonSchema } from '../../../src/domain/model.ts'

export interface SchemaCase {
  readonly name: string
  readonly schema: JsonSchema
  /** What is asked for; small models need to be told what to write. */
  readonly ask: string
}

const object = (properties: Record<string, JsonSchema>, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
})
const short: JsonSchema = { type: 'string', maxLength: 24 }

/** Twenty shapes that people ask for. Strings are short, so that a model of any quality comes to an end. */
export const schemaCases: readonly SchemaCase[] = [
  { name: 'one string', schema: object({ city: short }), ask: 'The capital of France.' },
  {
    name: 'string, integer, boolean',
    schema: object({ name: short, year: { type: 'integer' }, open: { type: 'boolean' } }),
    ask: 'The Eiffel Tower: name, year, open to visitors.',
  },
  { name: 'enum', schema: object({ size: { enum: ['small', 'medium', 'large'] } }), ask: 'The size of an elephant.' },
  { name: 'enum at the root', schema: { enum: ['yes', 'no'] }, ask: 'Is water wet?' },
  {
    name: 'null or a string',
    schema: object({ email: { type: ['string', 'null'], maxLength: 30 } }),
    ask: 'An e-mail address, or null when there is none. There is none.',
  },
  { name: 'a list of strings', schema: { type: 'array', items: short, minItems: 2, maxItems: 3 }, ask: 'Two or three colours.' },
  {
    name: 'a list of objects',
    schema: object({ people: { type: 'array', items: object({ name: short, age: { type: 'integer' } }), maxItems: 2 } }),
    ask: 'Ann is 30, Bob is 40.',
  },
  { name: 'objects in objects', schema: object({ a: object({ b: object({ c: { type: 'boolean' } }) }) }), ask: 'Set c to true.' },
  { name: 'a date', schema: object({ date: { type: 'string', format: 'date' } }), ask: 'The first day of the year 2026.' },
  { name: 'a date and time', schema: object({ at: { type: 'string', format: 'date-time' } }), ask: 'Noon on 1 March 2026, UTC.' },
  { name: 'a rating of one to five', schema: object({ stars: { type: 'integer', minimum: 1, maximum: 5 } }), ask: 'An excellent hotel.' },
  { name: 'a number with a fraction', schema: object({ pi: { type: 'number' } }), ask: 'The number pi with two digits.' },
  { name: 'a constant', schema: object({ version: { const: 2 }, ok: { type: 'boolean' } }), ask: 'Version 2, ok.' },
  { name: 'anyOf', schema: { anyOf: [object({ circle: { type: 'number' } }), object({ square: { type: 'number' } })] }, ask: 'A circle of radius 3.' },
  {
    name: 'allOf',
    schema: {
      allOf: [
        { type: 'object', properties: { a: short }, required: ['a'] },
        { type: 'object', properties: { b: short }, required: ['b'] },
      ],
    },
    ask: 'a is x, b is y.',
  },
  {
    name: 'references',
    schema: { ...object({ from: { $ref: '#/$defs/place' }, to: { $ref: '#/$defs/place' } }), $defs: { place: object({ name: short }) } },
    ask: 'From Rome to Oslo.',
  },
  {
    name: 'a schema that contains itself',
    schema: { $ref: '#/$defs/node', $defs: { node: object({ name: short, children: { type: 'array', items: { $ref: '#/$defs/node' }, maxItems: 1 } }) } },
    ask: 'A node "a" with no children: an empty list.',
  },
  { name: 'a tuple', schema: { type: 'array', prefixItems: [short, { type: 'integer' }], items: false, minItems: 2 }, ask: 'The word one and the number 1.' },
  {
    name: 'a map',
    schema: { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 1, maxProperties: 2 },
    ask: 'How many: apples 3, pears 2.',
  },
  { name: 'optional keys and names with signs', schema: { type: 'object', properties: { 'a/b "c"': short, ключ: { type: 'boolean' } } }, ask: 'Anything.' },
]
