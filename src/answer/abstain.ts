import type { Abstention, AbstentionReason } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import { abstentionWords } from './abstention-words.ts'
import { languageOf } from '../base/question-language.ts'

/** Says what was searched and what lies nearest, so that the reader knows where to go on; in the language of the question where we have words for it. */
export const abstention = (
  reason: AbstentionReason,
  passages: readonly Passage[],
  { text, collection }: { readonly text: string; readonly collection: string },
  detail = '',
): Abstention => {
  const words = abstentionWords[languageOf(text) ?? 'en']
  const opening = words?.openings[reason]
  if (!words || !opening) return { reason, message: `${openings[reason]}${detail && ` ${detail}`}${nearest(passages, collection)}` }
  const where = passages.length === 0 ? words.nothing(collection) : words.nearest(passages.length, sourcesOf(passages))
  return { reason, message: `${opening} ${where}` }
}

const openings: Record<AbstentionReason, string> = {
  nothing_relevant: 'The documents do not seem to speak of this.',
  not_supported: 'Nothing was found in the documents that answers this and can be shown word for word.',
  out_of_scope: 'This question lies outside what these documents are for.',
  conflicting: 'The documents contradict each other on this.',
  not_permitted: 'This key may not ask that.',
}

const nearest = (passages: readonly Passage[], collection: string): string => {
  if (passages.length === 0) return ` Nothing is indexed in the collection "${collection}" yet, or nothing of it could be compared.`
  return ` Searched: ${passages.length} passage${passages.length === 1 ? '' : 's'}; nearest: ${sourcesOf(passages)}.`
}

const sourcesOf = (passages: readonly Passage[]): string => [...new Set(passages.map((passage) => passage.source))].slice(0, 3).join(', ')

/** Does the writer itself say that the passages hold no answer? Such a sentence is never a claim. */
export const isRefusal = (sentence: string): boolean => refusal.test(sentence)

const refusal =
  /\b(?:documents?|passages?|context|text|sources?|information)\b.{0,40}\b(?:do(?:es)? not|don't|doesn't|did not|cannot|can't|no|not)\b.{0,30}\b(?:say|mention|contain|provide|specify|state|answer|include|address|discuss|explain|describe|information|given|available|provided)|\b(?:i|we)\b.{0,12}\b(?:cannot|can't|could not|couldn't|don't|do not|am unable|are unable|am not able)\b.{0,30}\b(?:answer|find|know|determine|have|provide|help|assist)|\bnot (?:enough|sufficient) information|\bno information\b|\b(?:is|are|was|were) not (?:mentioned|specified|stated|provided|discussed|given) in the\b|^\s*(?:sorry|unfortunately|i'm sorry|i apologi[sz]e)\b/i
