import { reach, requestJson } from './request.ts'
import type { Readiness, Status } from './types.ts'

export const readStatus = (): Promise<Status> => requestJson('status')

/** 503 is an answer here: "not yet", with how far it is. */
export const readReadiness = async (): Promise<Readiness> => (await (await reach('readyz')).json()) as Readiness
