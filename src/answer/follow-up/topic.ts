/** What a question is about, for the question that follows it. */
export interface Topic {
  /** The question without its opening: `install the node exporter on Linux`. */
  readonly phrase: string
  /** The thing in it that "it" may stand for: `the node exporter on Linux`. */
  readonly thing: string
}

/** Read from the words of an English question that stands alone; other questions are their own topic. */
export const topicOf = (question: string): Topic => {
  const plain = withoutMark(question)
  const isAction = action.test(plain)
  const phrase = plain.replace(courtesy, '').replace(opening, '').replace(saying, '').trim() || plain
  return { phrase, thing: isAction ? phrase.replace(verb, '') : phrase }
}

// "How does federation work", "What does a job mean in Prometheus".
const saying = /\s+(?:work|works|do|mean|for)(?=$|\s+(?:in|with|for|on)\b)/i
const verb = /^(?:not\s+)?\p{Ll}+\s+(?:(?:on|off|up|out|in|down)\s+(?=(?:the|a|an|my)\s))?(?=\S)/u

export const withoutMark = (question: string): string => question.trim().replace(/[\s?？!.。]+$/u, '')

const courtesy = /^(?:(?:please|hi|hello|ok(?:ay)?|so|then)[,\s]+)*(?:(?:can|could) you\s+)?(?:please\s+)?(?:tell me|explain|describe|show me)\s+(?:about\s+)?/i
const opening =
  /^(?:(?:what|which|who|where|when|why|how)(?:'s)?(?:\s+(?:much|many|long|often|far))?\s+)?(?:(?:is|are|was|were|do|does|did|can|could|should|would|will|must|may|has|have|to)\s+)?(?:(?:i|we|you|one|people|there)\s+(?:(?:need|want|have) to\s+)?)?/i
// What follows is a verb and its object.
const action =
  /^(?:(?:what|which|who|where|when|why|how)\s+)?(?:(?:do|does|did|can|could|should|would|will|must|may)\s+(?:i|we|you|one|people)\s+(?:(?:need|want|have) to\s+)?|to\s+)|^who\s+(?!is\b|are\b|was\b|were\b)\p{Ll}+\s/iu
