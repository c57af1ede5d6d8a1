import type { Citation } from '../api/types.ts'
import { Reading, type Marker } from '../reading/reading.tsx'
import type { Range } from '../reading/decorate.ts'
import type { Insight } from '../trace/insight.ts'
import { doubtAbout } from './doubt-about.ts'
import type { NumberedCitation } from './number-citations.ts'

interface Props {
  readonly text: string
  readonly numbered: readonly NumberedCitation[]
  readonly doubts: Insight['doubts']
  readonly onOpen: (citation: Citation) => void
}

/** The verified text with its citation numbers. Links in it are never live: what a model writes may not lead anywhere. */
export const AnswerText = ({ text, numbered, doubts, onOpen }: Props) => {
  const markers = numbered.map(({ number, citation }, index): Marker => ({
    at: Math.min(citation.answer_end, text.length),
    content: <CitationNumber key={index} number={number} citation={citation} doubt={doubtAbout(citation, doubts)} onOpen={onOpen} />,
  }))
  const ranges = numbered
    .filter(({ citation }) => citation.verdict === 'partly')
    .map(({ citation }): Range => ({ start: citation.answer_start, end: citation.answer_end, kind: 'partly' }))
  return (
    <div dir="auto">
      <Reading text={text} form="markdown" ranges={ranges} markers={markers} />
    </div>
  )
}

interface NumberProps {
  readonly number: number
  readonly citation: Citation
  readonly doubt: string | null
  readonly onOpen: (citation: Citation) => void
}

const CitationNumber = ({ number, citation, doubt, onOpen }: NumberProps) => (
  <span class="cited">
    <button
      type="button"
      class={doubt === null ? 'citation-number' : 'citation-number doubtful'}
      onClick={() => onOpen(citation)}
      aria-label={[`Source ${number}: ${placeOf(citation)}`, doubt].filter(Boolean).join('. ')}
    >
      {number}
    </button>
    <span class="tip" aria-hidden="true">
      {placeOf(citation)}
      {doubt !== null && <em>{doubt}</em>}
    </span>
  </span>
)

const placeOf = ({ title, source, heading, page }: Citation): string =>
  [title || source, heading, page === null ? '' : `page ${page}`].filter(Boolean).join(' › ')
