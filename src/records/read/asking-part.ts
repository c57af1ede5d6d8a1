/** Of several sentences those that ask: `Bought a lamp a while ago. Did it ship?` tells first, and asks then. */

export interface AskingPart {
  /** Those sentences alone, in order. */
  readonly text: string
  /** Does what stands here only tell what led to the question? */
  readonly isContext: (start: number) => boolean
  /** Does the question point back: `did it ship`? */
  readonly pointsBack: boolean
}

export const askingPartOf = (text: string): AskingPart => {
  const sentences = [...text.matchAll(sentence)].map(({ 0: said, index }) => ({ said, start: index, end: index + said.length }))
  const asking = sentences.filter(({ said }) => asks(said))
  if (asking.length === 0 || asking.length === sentences.length) return { text, isContext: () => false, pointsBack: false }
  const asked = asking.map(({ said }) => said.trim()).join(' ')
  return { text: asked, isContext: (at) => !asking.some(({ start, end }) => at >= start && at < end), pointsBack: pointing.test(asked) }
}

// A point within a number or a name ends nothing, nor does that of `no.`.
const sentence = /(?:[^.!?;]|[.!?;](?!\s|$)|(?<=\b(?:no|nr|st|mr|mrs|dr|ms))\.)+[.!?;]*\s*/giu

const asks = (said: string): boolean => /\?\s*$/.test(said) || asksFirst.test(said.trim()) || wishes.test(said)

const asksFirst =
  /^(?:(?:please|pls|ok|okay|so|and|but|hi|hello|hey|kindly|also|now)[\s,]+)*(?:what|which|where|when|who|how|show|list|tell|give|get|find|count|can|could|would|will|may|do|does|did|is|are|was|were|has|have|cancel|return|change|send|check|look|confirm|remind|read|name|add)\b(?! (?:to|of|said|it seems)\b)/i
const wishes =
  /\binterested in\b|\b(?:like|want|need|love|trying|try|wish|hoping|have|wondering|curious|interested) (?:to )?(?:know|see|check|find|learn|hear|remember|verify|look|have|confirm|if|how|what|where|when|which|get)\b|\b(?:tell|show|give|send|remind|let) (?:me|us)\b|\b(?:i|we) (?:can't|cannot|do not|don't|could not|couldn't) (?:find|remember|recall|know|see)\b|\bwondering\b|\bplease\b/i
const pointing = /\b(?:it|its|it's|that|this|these|those|them|they|their|one|ones|(?<!\b(?:is|are|was|were) )there|there(?=\s*[?.!]*$))\b/i
