import type { Passage } from '../api/types.ts'
import { Quote } from './quote.tsx'

interface Props {
  readonly passages: readonly Passage[]
  readonly label: string
  readonly onOpen: (index: number) => void
}

export const PassageList = ({ passages, label, onOpen }: Props) => (
  <section class="passages" aria-label={label}>
    <h3>{label}</h3>
    <ul>
      {passages.map((passage, index) => (
        <li key={`${passage.document_id} ${passage.start}`}>
          <button type="button" class="citation" onClick={() => onOpen(index)} dir="auto">
            <span class="where">
              <strong>{passage.title || passage.source}</strong>
              {passage.heading && <span> › {passage.heading}</span>}
              {passage.page !== null && <span> · page {passage.page}</span>}
            </span>
            <Quote text={passage.text} source={passage.source} />
          </button>
        </li>
      ))}
    </ul>
  </section>
)
