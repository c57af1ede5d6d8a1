import { visibleText } from '../reading/visible-text.ts'
import type { Exchange } from './exchange.ts'

/** What a screen reader says of an exchange: that it is under way, and the finished answer once. Failures are alerts of their own. */
export const announcementOf = ({ phase, answer, citations, text }: Exchange): string => {
  if (phase === 'asking') return text ? 'Answering.' : 'Looking through the documents.'
  if (phase === 'stopped') return 'Stopped.'
  if (phase === 'failed') return ''
  if (answer?.abstained) return `The documents do not answer this. ${answer.abstained.message}`
  const sources = new Set(citations.map(({ document_id, start }) => `${document_id} ${start}`)).size
  return `The answer is complete, with ${sources} ${sources === 1 ? 'source' : 'sources'}. ${visibleText(text)}`
}
