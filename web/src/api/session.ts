import { request, requestJson } from './request.ts'
import type { Session } from './types.ts'

export const readSession = (): Promise<Session> => requestJson('session')

/** The server answers with a cookie that no script can read. */
export const openSession = (key: string): Promise<Session> =>
  requestJson('session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) })

export const closeSession = async (): Promise<void> => void (await request('session', { method: 'DELETE' }))
