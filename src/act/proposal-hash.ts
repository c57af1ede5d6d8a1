import { canonicalJson } from '../base/canonical-json.ts'
import { sha256 } from '../base/id.ts'
import type { PinnedFile, Proposal } from '../domain/action.ts'
import type { PlannedCall } from './plan-call.ts'

/** What a person says yes to, beside the call itself. */
export type Bound = Pick<Proposal, 'id' | 'reason' | 'proposedBy' | 'proposedTo' | 'investigationId' | 'undoes' | 'expiresAt'>

/**
 * SHA-256 of all that a yes is bound to, in canonical JSON (RFC 8785): the whole definition, parameters, argv, check and undo as filled, the bytes
 * of the program, who proposed it to whom, why, and until when. Whatever is different is another proposal.
 */
export const proposalHash = (bound: Bound, { definition, parameters, argv, check, undo }: PlannedCall, pinned: readonly PinnedFile[]): string => {
  const { id, reason, proposedBy, proposedTo, investigationId, undoes, expiresAt } = bound
  const { phrases: _words, ...runs } = definition
  return sha256(
    canonicalJson({
      version: 1,
      id,
      reason,
      proposedBy,
      proposedTo,
      investigationId,
      undoes,
      expiresAt,
      definition: runs,
      parameters,
      argv,
      check,
      undo,
      pinned,
    }),
  )
}
