import type { Abilities } from '../api/abilities.ts'
import type { Citation, Passage } from '../api/types.ts'
import { FeedbackForm } from '../feedback/feedback-form.tsx'
import { citedSource, passageSource, type OpenSources } from '../reading/source.ts'
import { LeftOut } from '../trace/left-out.tsx'
import { TracePanel } from '../trace/trace-panel.tsx'
import { Abstention } from './abstention.tsx'
import { AnswerText } from './answer-text.tsx'
import { CitationList } from './citation-list.tsx'
import { CopyAnswer } from './copy-answer.tsx'
import { DegradedNote } from './degraded-note.tsx'
import type { Exchange } from './exchange.ts'
import { FactsLine } from './facts-line.tsx'
import { distinctCitations, numberCitations } from './number-citations.ts'
import { Progress } from './progress.tsx'
import { QuestionHeading } from './question-heading.tsx'
import { Suggestions } from './suggestions.tsx'

interface Props {
  readonly exchange: Exchange
  readonly isLatest: boolean
  readonly abilities: Abilities
  readonly onOpen: OpenSources
  readonly onChange: (change: (it: Exchange) => Exchange) => void
  readonly onAskAgain: (question: string) => void
  readonly onAsk: (question: string) => void
}

export const ExchangeView = ({ exchange, isLatest, abilities, onOpen, onChange, onAskAgain, onAsk }: Props) => {
  const { answer, phase, insight } = exchange
  const numbered = numberCitations(exchange.citations)
  const distinct = distinctCitations(numbered)
  const abstained = answer?.abstained ?? null
  const openCitation = (citation: Citation): void =>
    onOpen(
      distinct.map((it) => citedSource(it.citation)),
      distinct.findIndex((it) => it.citation.document_id === citation.document_id && it.citation.start === citation.start && it.citation.end === citation.end),
    )
  const openPassage = (passages: readonly Passage[], index: number): void => onOpen(passages.map(passageSource), index)
  return (
    <article class={`exchange ${abstained ? 'abstained' : phase}`} aria-busy={phase === 'asking'}>
      <QuestionHeading question={exchange.question} standalone={insight?.standalone ?? null} onEdit={phase === 'asking' ? null : onAskAgain} />
      {abstained ? (
        <Abstention
          abstained={abstained}
          question={exchange.question}
          passages={exchange.passages ?? []}
          injections={answer?.injections}
          onOpen={openPassage}
        />
      ) : (
        exchange.text && <AnswerText text={exchange.text} numbered={numbered} doubts={insight?.doubts ?? []} onOpen={openCitation} />
      )}
      {answer?.degraded && <DegradedNote degraded={answer.degraded} />}
      <Progress exchange={exchange} />
      {exchange.failure && (
        <p class="failure" role="alert">
          {exchange.failure}
        </p>
      )}
      {numbered.length > 0 && <CitationList citations={distinct} doubts={insight?.doubts ?? []} onOpen={openCitation} />}
      {insight && insight.leftOut.length > 0 && <LeftOut doubts={insight.leftOut} />}
      {phase !== 'asking' && (
        <footer class="after">
          {answer && abilities.has('POST /feedback') && (
            <FeedbackForm traceId={answer.trace_id} given={exchange.feedback} onGiven={(feedback) => onChange((it) => ({ ...it, feedback }))} />
          )}
          {exchange.text && !abstained && <CopyAnswer text={exchange.text} numbered={numbered} />}
          <button type="button" class="tool" onClick={() => onAskAgain(exchange.question)} title={isLatest ? 'Ask again' : 'Ask again, dropping what follows'}>
            <span class="icon icon-again" aria-hidden="true" /> Ask again
          </button>
          {answer && <FactsLine answer={answer} />}
        </footer>
      )}
      {answer && abilities.has('GET /traces/{trace_id}') && <TracePanel traceId={answer.trace_id} onOpen={onOpen} />}
      {isLatest && answer && abilities.has('POST /suggestions') && <Suggestions exchange={exchange} onChange={onChange} onAsk={onAsk} />}
    </article>
  )
}
