import { z } from 'zod'
import { AppError, isAppError } from '../../base/error.ts'
import { operation } from '../operation.ts'
import type { RecordsTarget } from '../records-desk.ts'
import { askAs, readerCaller } from './ask.ts'
import { findingSchema } from './record-schemas.ts'

const triedSchema = z.object({
  question: z.string(),
  answer: z.string(),
  cites: z.array(z.string()).describe('Records and documents that it rests on'),
  abstained: z.string().nullable(),
})

const checkedSchema = z.object({
  collection: z.string(),
  title: z.string(),
  sound: z.boolean().describe('Nothing is wrong that keeps it from being asked'),
  findings: z.array(findingSchema),
  drift: z.array(z.string()).describe('What has changed in the database since it was connected'),
  customer: z.string().nullable().describe('Whom the questions were asked as; null: nobody was found, name one with "as"'),
  questions: z.array(triedSchema),
})

export const checkRecords = operation({
  name: 'checkRecords',
  summary: 'Prove a description: that it fits its database, that customers are held apart, and what its questions are answered',
  effect: 'read',
  access: 'owner',
  http: { method: 'POST', path: '/records/check' },
  cli: {
    words: ['records', 'check'],
    positional: ['target'],
    exitCode: (output) => ((output as z.output<typeof checkedSchema>).sound ? 0 : 1),
    exitCodes: '0: all is well; 1: something is wrong; 2: wrong use',
  },
  input: z.strictObject({
    target: z
      .string()
      .min(1)
      .meta({ path: 'or a name' })
      .describe('A collection that is connected, or the path of a description, which is then tried and not kept'),
    as: z.string().min(1).max(200).optional().describe('The customer to ask the questions of the description as; somebody who has rows where left out'),
  }),
  output: checkedSchema,
  run: (app, { target, as }, { signal, caller }) =>
    app.records.check(
      targetOf(target),
      async ({ collection, title, findings, drift, questions, customer: found }) => {
        const sound = findings.every(({ severity }) => severity !== 'error')
        const customer = as ?? found
        const tried = []
        if (sound && customer !== null)
          for (const question of questions) {
            const answer = await askAs(app, readerCaller(caller, collection, customer), { collection, question }, signal).catch((error: unknown) => {
              if (isAppError(error) && !signal?.aborted) return error
              throw error
            })
            tried.push(triedOf(question, answer))
          }
        return { collection, title, sound, findings: [...findings], drift: [...drift], customer, questions: tried }
      },
      signal,
    ),
})

/** A name of a collection has no dot and no slash, and a path of a file has. */
const targetOf = (target: string): RecordsTarget =>
  /^[a-z0-9][a-z0-9_-]{0,62}$/.test(target) ? { kind: 'collection', collection: target } : { kind: 'file', file: target }

const triedOf = (question: string, answer: Awaited<ReturnType<typeof askAs>> | AppError): z.input<typeof triedSchema> =>
  answer instanceof AppError
    ? { question, answer: answer.message, cites: [], abstained: answer.code }
    : {
        question,
        answer: answer.text,
        cites: [...new Set(answer.citations.map(({ source }) => source))],
        abstained: answer.abstained?.reason ?? null,
      }
