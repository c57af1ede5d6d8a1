/** The question without greeting and courtesy around it; the question of "Could you tell me when …" begins at "when". */
export const withoutFrame = (text: string): string => {
  const opened = prefixes.reduce((left, prefix) => left.replace(prefix, ''), text.replace(courtesyAfter, ''))
  return opened === text ? text : withoutFrame(opened)
}

const asked = "(?=(?:who|whom|whose|what|when|where|which|why|how)\\b|(?:who|what|where|how)'s\\b)"
const asker = '(?:please |kindly )?'

const prefixes: readonly RegExp[] = [
  /^(?:hi|hello|hey|ok|okay|good (?:morning|afternoon|evening))(?: there)?(?:\s*[,!.:]\s*|\s+(?=please|can|could|what|who|when|where|how|why|which))/i,
  /^(?:excuse me|sorry|(?:a )?quick question|one question)\s*[,.:!]\s*/i,
  /^(?:please|kindly),?\s+/i,
  // "Tell me the port" asks what it is; "tell me a story" does not.
  new RegExp(`^(?:(?:can|could|would|will) (?:you|anyone|someone|somebody) )?${asker}(?:tell|give) me (?:${asked}|(?=the\\b))`, 'i'),
  new RegExp(`^(?:do|would) you (?:happen to )?know ${asked}`, 'i'),
  new RegExp(`^(?:i|we)(?:'d| would) (?:like|love) to know ${asked}`, 'i'),
  new RegExp(`^(?:i|we) (?:want|need|wanted) to know ${asked}`, 'i'),
  new RegExp(`^(?:i'm|i am) (?:wondering|curious) ${asked}`, 'i'),
  new RegExp(`^(?:i wonder|any idea|may i (?:ask|know)|can i ask)(?:,| )\\s*${asked}`, 'i'),
]

const courtesyAfter = /[\s,.!?]+(?:please|thanks|thank you|thx|many thanks)(?: in advance| a lot| very much)?[\s.!?]*$/i
