import type { Answer, Passage } from '../api/types.ts'
import { nearestPart } from './nearest-part.ts'
import { PassageList } from './passage-list.tsx'

interface Props {
  readonly abstained: NonNullable<Answer['abstained']>
  readonly question: string
  readonly passages: readonly Passage[]
  readonly onOpen: (passages: readonly Passage[], index: number) => void
}

// The few best are a help, all of them a wall.
const mostNearest = 5

/** An honest refusal: why, and what comes nearest. */
export const Abstention = ({ abstained: { reason, message }, question, passages, onOpen }: Props) => {
  const nearest = passages.slice(0, mostNearest).map((it) => nearestPart(it, question))
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
