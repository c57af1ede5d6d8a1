import type { Citation } from '../api/types.ts'
import { Reading, type Marker } from '../reading/reading.tsx'
import type { Range } from '../reading/decorate.ts'
import type { NumberedCitation } from './number-citations.ts'

interface Props {
  readonly text: string
  readonly numbered: readonly NumberedCitation[]
  readonly onOpen: (citation: Citation) => void
}

/** The verified text with its citation numbers. Links in it are never live: what a model writes may not lead anywhere. */
export const AnswerText = ({ text, numbered, onOpen }: Props) => {
  const markers = numbered.map(({ number, citation }, index): Marker => ({
    at: Math.min(citation.answer_end, text.length),
    content: <CitationNumber key={index} number={number} citation={citation} onOpen={onOpen} />,
  }))
  const ranges = numbered
    .filter(({ citation }) => citation.verdict === 'partly')
    .map(({ citation }): Range => ({ start: citation.answer_start, end: citation.answer_end, kind: 'partly' }))
  return <Reading text={text} markdown ranges={ranges} markers={markers} />
}

const CitationNumber = ({ number, citation, onOpen }: { number: number; citation: Citation; onOpen: (citation: Citation) => void }) => (
  <button
    type="button"
    class="citation-number"
    onClick={() => onOpen(citation)}
    aria-label={`Source ${number}: ${citation.title || citation.source}`}
    title={tooltip(citation)}
  >
    {number}
  </button>
)

const tooltip = ({ title, source, heading }: Citation): string => [title || source, heading].filter(Boolean).join(' › ')
