import type { Citation, Passage } from '../api/types.ts'
import { citedSource, passageSource, type SourceReference } from '../reading/source.ts'
import { AnswerText } from './answer-text.tsx'
import { CitationList } from './citation-list.tsx'
import type { Exchange } from './exchange.ts'
import { FactsLine } from './facts-line.tsx'
import { distinctCitations, numberCitations } from './number-citations.ts'
import { PassageList } from './passage-list.tsx'
import { Progress } from './progress.tsx'

interface Props {
  readonly exchange: Exchange
  readonly onOpen: (source: SourceReference) => void
}

export const ExchangeView = ({ exchange, onOpen }: Props) => {
  const numbered = numberCitations(exchange.citations)
  const abstained = exchange.answer?.abstained ?? null
  const openCitation = (citation: Citation): void => onOpen(citedSource(citation))
  const openPassage = (passage: Passage): void => onOpen(passageSource(passage))
  return (
    <article class={`exchange ${abstained ? 'abstained' : exchange.phase}`} aria-busy={exchange.phase === 'asking'}>
      <h2>{exchange.question}</h2>
      {abstained ? <Abstention message={abstained.message} /> : exchange.text && <AnswerText text={exchange.text} numbered={numbered} onOpen={openCitation} />}
      <Progress exchange={exchange} />
      {exchange.failure && (
        <p class="failure" role="alert">
          {exchange.failure}
        </p>
      )}
      {numbered.length > 0 && <CitationList citations={distinctCitations(numbered)} onOpen={openCitation} />}
      {exchange.passages && exchange.passages.length > 0 && (
        <PassageList
          key={abstained ? 'nearest' : 'found'}
          passages={exchange.passages}
          open={abstained !== null}
          label={passagesLabel(exchange)}
          onOpen={openPassage}
        />
      )}
      {exchange.answer && <FactsLine answer={exchange.answer} />}
    </article>
  )
}

const Abstention = ({ message }: { message: string }) => (
  <div class="abstention">
    <h3>No answer in these documents</h3>
    <p>{message}</p>
  </div>
)

// After an abstention the list stands open: the few best are a help, all of them a wall.
const mostNearest = 5

const shownPassages = ({ answer, passages }: Exchange): readonly Passage[] => (answer?.abstained ? passages!.slice(0, mostNearest) : passages!)

const passagesLabel = (exchange: Exchange): string => {
  const { length } = shownPassages(exchange)
  const { answer } = exchange
  const count = `${length} ${length === 1 ? 'passage' : 'passages'}`
  if (answer?.abstained) return `Nearest: ${count} that may still help`
  return answer ? `${count} considered` : `${count} found`
}
