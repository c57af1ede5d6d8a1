/** Keys and who comes in by them: the desk sees with the caller's eyes, the gate with the system's. */
import { openCustomerTokens } from '../../adapters/identity/customer-tokens.ts'
import { openKeySessions } from '../../adapters/postgres/key-sessions.ts'
import { openKeys } from '../../adapters/postgres/keys.ts'
import { openConnectionRows } from '../../adapters/postgres/record-connections.ts'
import { openRequestRate } from '../../adapters/postgres/request-rate.ts'
import type { Database } from '../../adapters/postgres/database.ts'
import type { Gate, KeyDesk } from '../../operations/key-desk.ts'
import { connectedIssuers } from '../records/connected-issuers.ts'
import { openGate } from './gate.ts'
import { openKeyDesk } from './key-desk.ts'

export interface AccessParts {
  /** The caller's. */
  readonly database: Database
  readonly everything: Database
  readonly requestsPerMinute: number
  readonly log: (message: string, error: unknown) => void
}

export const openAccess = ({ database, everything, requestsPerMinute, log }: AccessParts): { readonly keys: KeyDesk; readonly gate: Gate } => {
  const sessions = openKeySessions(everything)
  const tokens = openCustomerTokens({ issuers: connectedIssuers(openConnectionRows(everything), log), environment: process.env, now: Date.now })
  const gate = openGate({ keys: openKeys(everything), sessions, tokens, rate: openRequestRate(everything), requestsPerMinute, log })
  return { keys: openKeyDesk(openKeys(database), gate.forget), gate }
}
