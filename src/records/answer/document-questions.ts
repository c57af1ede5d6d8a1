/** What documents are asked where records are asked too: rules speak of orders, not of `#W2611340`. */
import type { RecordReading } from '../../domain/record-request.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import { entityNamed } from '../described.ts'

/** The best first; the next is tried where the documents do not answer. */
export const documentQuestions = ({ documentQuestion, requests }: RecordReading, description: RecordsDescription): readonly string[] => {
  const entity = requests[0] && entityNamed(description, requests[0].within?.entity ?? requests[0].entity)
  if (!entity) return [documentQuestion]
  const isNamed = [entity.name, entity.plural, ...entity.called].some((word) => spaced(documentQuestion).includes(spaced(word)))
  const article = /^[aeiou]/i.test(entity.name) ? 'an' : 'a'
  const whole = isNamed ? documentQuestion : documentQuestion.replace(/[\s?.!]*$/u, (end) => ` ${article} ${entity.name}${end.trim()}`)
  const bare = whole.replace(leadIn, '').replace(/[\s?.!]+$/u, '')
  return [...new Set([whole, bare])].filter((it) => it !== '')
}

const spaced = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** What asks whether, before what is asked about. */
const leadIn =
  /^(?:(?:hi|hello|hey|please|and|so|ok|okay)\b[\s,!.]*)*(?:(?:is it|would it be) (?:still )?(?:possible|allowed|ok|okay|too late) (?:for me )?to|(?:may|can|could|should|must|do|would) (?:i|we) (?:still |just )?(?:be able to |have to |like to )?|am i (?:still )?(?:able|allowed) to|i(?:'d| would| want|'d like)(?: like)? to|how (?:can|do|could) i)\s+/iu
