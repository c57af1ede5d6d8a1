/** What a failure says to whom: where servers stand is for those who run the program. */
import { AppError, isAppError } from '../base/error.ts'
import { seesAll, type Caller } from './call.ts'

/** The same sentence without the address of a server, or the one that is meant for others, for callers who do not see all. */
export const sentenceFor = (caller: Caller, { message, details }: AppError): string => {
  const { host, forOthers } = details
  if (!seesAll(caller) && typeof forOthers === 'string') return forOthers
  return seesAll(caller) || typeof host !== 'string' || host === '' ? message : message.replaceAll(` at ${host}`, '').replaceAll(host, 'the server')
}

/** The same failure, told so; the whole one is its cause, for the log. */
export const failureFor = (caller: Caller, error: unknown): unknown => {
  if (!isAppError(error)) return error
  const sentence = sentenceFor(caller, error)
  return sentence === error.message ? error : new AppError(error.code, sentence, { cause: error, details: error.details })
}
