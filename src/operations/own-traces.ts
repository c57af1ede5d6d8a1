/** An answer belongs to whoever asked for it: others see it when they administer its collection. */
import { AppError } from '../base/error.ts'
import { currentCall, mayUse } from '../domain/call.ts'
import type { KeptEntry } from '../domain/journal.ts'
import type { App } from './app.ts'

/** Whether the caller may see what this one asked; null: it was asked when nobody noted that, and there were no customers. */
export const maySeeAnswerOf = (callerId: string | null): boolean => {
  const { caller } = currentCall()
  return mayUse(caller, 'admin') || callerId === caller.id || callerId === null
}

/** What the journal has of an answer of the caller's own; null where there is none, and where it is somebody else's. */
export const findOwn = async ({ journal }: Pick<App, 'journal'>, traceId: string): Promise<KeptEntry | null> => {
  const entry = await journal.find(traceId)
  return entry && maySeeAnswerOf(entry.callerId) ? entry : null
}

/** Fails with `not_found`, with one sentence whether there is none or it is somebody else's. */
export const assertOwn = async (app: Pick<App, 'journal'>, traceId: string): Promise<KeptEntry> => {
  const entry = await findOwn(app, traceId)
  if (!entry) throw new AppError('not_found', `No answer has the trace "${traceId}". Traces are kept on the machine that answered.`)
  return entry
}
