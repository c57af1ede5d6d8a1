import type { Citation } from '../api/types.ts'
import { visibleText } from '../reading/visible-text.ts'
import type { NumberedCitation } from './number-citations.ts'

interface Props {
  readonly citations: readonly NumberedCitation[]
  readonly onOpen: (citation: Citation) => void
}

export const CitationList = ({ citations, onOpen }: Props) => (
  <section class="citations" aria-label="Sources of the answer">
    <h3>Sources</h3>
    <ol>
      {citations.map(({ number, citation }) => (
        <li key={number} value={number}>
          <button type="button" class="citation" onClick={() => onOpen(citation)}>
            <span class="citation-number" aria-hidden="true">
              {number}
            </span>
            <span class="where">
              <strong>{citation.title || citation.source}</strong>
              {citation.heading && <span> › {citation.heading}</span>}
              {citation.page !== null && <span> · page {citation.page}</span>}
              {citation.verdict === 'partly' && <em class="verdict">partly supported</em>}
            </span>
            <span class="quote">{visibleText(citation.quote)}</span>
          </button>
        </li>
      ))}
    </ol>
  </section>
)
