import type { Passage } from '../api/types.ts'
import { visibleText } from '../reading/visible-text.ts'

interface Props {
  readonly passages: readonly Passage[]
  readonly open?: boolean
  readonly label: string
  readonly onOpen: (passage: Passage) => void
}

export const PassageList = ({ passages, open = false, label, onOpen }: Props) => (
  <details class="passages" open={open}>
    <summary>{label}</summary>
    <ul>
      {passages.map((passage) => (
        <li key={`${passage.document_id} ${passage.start}`}>
          <button type="button" class="citation" onClick={() => onOpen(passage)}>
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
  </details>
)

const firstWords = (text: string): string => (text.length > 400 ? `${text.slice(0, 400).trimEnd()} …` : text)
