import { z } from 'zod'
import { drain } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { usualSize, type Answer } from '../../domain/answer.ts'
import { withinCall, type Caller } from '../../domain/call.ts'
import type { App } from '../app.ts'
import { operation } from '../operation.ts'
import { presentAnswer } from '../present.ts'
import { answerSchema, collectionName, questionText } from '../schemas.ts'

export const askRecords = operation({
  name: 'askRecords',
  summary: 'Ask as a customer or as staff would, to see what they are answered',
  effect: 'read',
  access: 'owner',
  line: 'questions',
  http: { method: 'POST', path: '/records/ask' },
  cli: { words: ['records', 'ask'], positional: ['collection', 'question'] },
  input: z.strictObject({
    collection: collectionName.unwrap().describe('The collection that they are connected to'),
    question: questionText.describe('The question'),
    as: z.string().min(1).max(200).optional().describe("The customer's key, as the records have it"),
    staff: z.boolean().default(false).describe('As staff, who see all rows'),
  }),
  output: answerSchema,
  run: async (app, { collection, question, as, staff }, { signal, caller }) => {
    if ((as === undefined) === !staff) throw new AppError('invalid', 'As whom? Name a customer with "as" (--as ID), or ask as staff (--staff), not both.')
    if (!(await app.records.of(collection)))
      throw new AppError('not_found', `No records are connected to the collection "${collection}". "answerable records list" shows which are.`)
    return presentAnswer(await askAs(app, readerCaller(caller, collection, as ?? null), { collection, question }, signal))
  },
})

/** Whoever runs the program, with no more sight than the one who would ask. */
export const readerCaller = (caller: Caller | undefined, collection: string, customer: string | null): Caller => ({
  id: caller?.id ?? 'owner',
  name: caller?.name ?? 'owner',
  scope: 'ask',
  collections: [collection],
  ...(customer === null ? { isStaff: true } : { customer: { id: customer, by: 'key' } }),
})

export const askAs = (
  app: App,
  caller: Caller,
  { collection, question: text }: { collection: string; question: string },
  signal?: AbortSignal,
): Promise<Answer> =>
  withinCall({ caller, collection }, () => drain(app.ask({ text, collection, ...usualSize, history: [], responseSchema: null }, signal), () => {}))
