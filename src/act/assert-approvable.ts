import { AppError } from '../base/error.ts'
import type { Proposal, ProposalState } from '../domain/action.ts'

export interface Approval {
  readonly id: string
  /** As it was shown to the person. */
  readonly hash: string
  /** Who says yes. */
  readonly principal: string
  readonly at: Date
}

/** From proposal to approval: what somebody reads within minutes is not what somebody meant yesterday. */
export const approvalMs = 5 * 60_000

/**
 * Whether this yes is for this proposal, still good, and from the one who may say it. Fails with `conflict` or `forbidden`, and what to do next.
 * Whether it is used for the first time is decided where the state is kept.
 */
export const assertApprovable = (proposal: Proposal, { id, hash, principal, at }: Approval): void => {
  if (proposal.id !== id || proposal.hash !== hash)
    throw new AppError(
      'conflict',
      'What was approved is not what was proposed: the hash is another. Nothing was run. Read the proposal again, and approve the hash that it shows.',
    )
  if (proposal.proposedTo !== principal)
    throw new AppError(
      'forbidden',
      'This was proposed to somebody else, and only they may approve it. Propose it again as yourself ("answerable actions renew").',
    )
  if (proposal.state !== 'proposed') throw new AppError('conflict', used(proposal.state))
  if (at >= proposal.expiresAt) throw new AppError('conflict', used('expired'))
}

export const used = (state: ProposalState): string => `${words[state]} An approval is good once and for five minutes. ${next}`

const next = 'If it is still wanted, propose it again ("answerable actions renew").'

const words: Readonly<Record<ProposalState, string>> = {
  proposed: 'Somebody else decided on this at the same moment.',
  approved: 'This is approved already.',
  running: 'This is running already.',
  succeeded: 'This has run already.',
  failed: 'This has run already, and failed.',
  check_failed: 'This has run already, and its check did not hold.',
  unknown: 'This was approved before, and the program that ran it was stopped: nobody knows how far it came. Look at the system first.',
  undone: 'This has run already, and was taken back.',
  expired: 'This has expired.',
  rejected: 'This was rejected.',
}
