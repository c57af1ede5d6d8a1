import { isCodeName } from '../reading/text-form.ts'
import { visibleText } from '../reading/visible-text.ts'

// More than the lines that are shown ever hold.
const longest = 400

/** The first words of a quote: of prose as they read, of code as they are written. */
export const Quote = ({ text, source }: { text: string; source: string }) => {
  const words = text.length > longest ? `${text.slice(0, longest).trimEnd()} …` : text
  return isCodeName(source) ? <span class="quote code">{words}</span> : <span class="quote">{visibleText(words)}</span>
}
