import type { Passage } from '../api/types.ts'
import { visibleText } from '../reading/visible-text.ts'

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
            <span class="quote">{visibleText(firstWords(passage.text))}</span>
          </button>
        </li>
      ))}
    </ul>
  </section>
)

const firstWords = (text: string): string => (text.length > 400 ? `${text.slice(0, 400).trimEnd()} …` : text)
