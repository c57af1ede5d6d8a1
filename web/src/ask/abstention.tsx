import type { Answer, Passage } from '../api/types.ts'
import { nearestParts } from './nearest-parts.ts'
import { PassageList } from './passage-list.tsx'

interface Props {
  readonly abstained: NonNullable<Answer['abstained']>
  readonly question: string
  readonly passages: readonly Passage[]
  readonly injections: Answer['injections']
  readonly onOpen: (passages: readonly Passage[], index: number) => void
}

/** An honest refusal: why, and what comes nearest. */
export const Abstention = ({ abstained: { reason, message }, question, passages, injections, onOpen }: Props) => {
  const nearest = nearestParts(passages, question, injections)
  return (
    <>
      <div class="abstention">
        <h3>{headings[reason]}</h3>
        <p>{message}</p>
      </div>
      {nearest.length > 0 && <PassageList passages={nearest} label="Nearest passages, which may still help" onOpen={(index) => onOpen(nearest, index)} />}
    </>
  )
}

const headings: Record<Props['abstained']['reason'], string> = {
  nothing_relevant: 'No answer in these documents',
  not_supported: 'No answer in these documents',
  out_of_scope: 'Not a question for these documents',
  conflicting: 'The documents contradict each other',
  not_permitted: 'Not for this key',
}
