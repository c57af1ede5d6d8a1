import type { SourceReference } from '../reading/source.ts'
import { AskForm } from './ask-form.tsx'
import type { Exchange } from './exchange.ts'
import { ExchangeView } from './exchange-view.tsx'
import type { Asking } from './use-asking.ts'

interface Props {
  readonly asking: Asking
  readonly collection: string
  /** Null until the server has told. */
  readonly documents: number | null
  readonly onOpen: (source: SourceReference) => void
}

/** Questions stand alone here, newest first. A conversation with follow-ups would take the place of this list. */
export const AskView = ({ asking, collection, documents, onOpen }: Props) => {
  const [latest] = asking.exchanges
  return (
    <section class="ask" aria-label="Ask">
      {!latest && <Welcome documents={documents} collection={collection} />}
      <AskForm busy={latest?.phase === 'asking'} onAsk={(question) => void asking.ask(question, collection)} onStop={asking.stop} />
      <p class="unseen" role="status">
        {latest ? announcement(latest) : ''}
      </p>
      <div class="exchanges" aria-live="polite" aria-relevant="additions">
        {asking.exchanges.map((exchange) => (
          <ExchangeView key={exchange.id} exchange={exchange} onOpen={onOpen} />
        ))}
      </div>
    </section>
  )
}

const Welcome = ({ documents, collection }: { documents: number | null; collection: string }) => (
  <div class="welcome">
    <h1>Ask your documents</h1>
    <p>Every sentence of an answer is traced to the exact words that support it. Where the documents do not say, neither does the answer.</p>
    {documents === 0 && (
      <p class="empty">
        The collection “{collection}” is empty. <a href="#/documents">Add documents</a> first.
      </p>
    )}
  </div>
)

const announcement = ({ phase, answer, citations }: Exchange): string => {
  if (phase === 'asking') return 'Answering.'
  if (phase === 'stopped') return 'Stopped.'
  if (phase === 'failed') return ''
  if (answer?.abstained) return 'The documents do not answer this.'
  return `The answer is complete, with ${citations.length} ${citations.length === 1 ? 'citation' : 'citations'}.`
}
