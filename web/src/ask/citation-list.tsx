import type { Citation } from '../api/types.ts'
import type { Insight } from '../trace/insight.ts'
import { doubtAbout } from './doubt-about.ts'
import type { NumberedCitation } from './number-citations.ts'
import { Quote } from './quote.tsx'

interface Props {
  readonly citations: readonly NumberedCitation[]
  readonly doubts: Insight['doubts']
  readonly onOpen: (citation: Citation) => void
}

export const CitationList = ({ citations, doubts, onOpen }: Props) => (
  <section class="citations" aria-label="Sources of the answer">
    <h3>Sources</h3>
    <ol>
      {citations.map(({ number, citation }) => (
        <li key={number} value={number}>
          <button type="button" class="citation" onClick={() => onOpen(citation)} dir="auto">
            <span class="citation-number" aria-hidden="true">
              {number}
            </span>
            <span class="where">
              <strong>{citation.title || citation.source}</strong>
              {citation.heading && <span> › {citation.heading}</span>}
              {citation.page !== null && <span> · page {citation.page}</span>}
            </span>
            {citation.verdict === 'partly' && <em class="verdict">{doubtAbout(citation, doubts)}</em>}
            <Quote text={citation.quote} source={citation.source} />
          </button>
        </li>
      ))}
    </ol>
  </section>
)
