import { datesOf } from '../reading/dates.ts'
import { namesOf } from '../reading/names.ts'
import { quantitiesOf } from '../reading/numbers.ts'
import type { ReadSentence } from '../reading/reading.ts'

/** What sort of answer a question expects. */
export type QuestionKind = 'who' | 'when' | 'where' | 'amount' | 'procedure' | 'definition' | 'reason' | 'other'

const openings: readonly (readonly [QuestionKind, RegExp])[] = [
  [
    'amount',
    /\bhow (?:many|much|long|old|often|far|tall|high|large|big|fast|deep|wide)\b|\bwhat (?:percentage|number|amount|share|price|size|population|proportion|fraction)\b|\bcuánt[oa]s?\b/i,
  ],
  [
    'when',
    /(?:^\W*|\b(?:since|until|till|by|and|but|so)\s)when\b(?! (?:should|must|would|do|does|can|to)\b)|\bwhen\W*$|\b(?:what|which|in what) (?:year|date|day|month|century|decade)\b|\bcuándo\b/i,
  ],
  ['procedure', /\bhow (?:do|can|should|would|to|does one|must) (?:i|we|you|one)?\b|\bhow to\b|\bsteps?\b.*\bto\b|\b(?:what|which) command\b/i],
  ['reason', /\bwhy\b|\bwhat (?:caused|causes|is the reason|was the reason)\b|\bpor qué\b/i],
  ['who', /\bwho\b|\bwhose\b|\bwhom\b|\bquién(?:es)?\b/i],
  ['where', /\bwhere\b|\bwhat (?:city|country|state|place|town|region|continent)\b|\bwhich (?:city|country|state|place|town|region|continent)\b|\bdónde\b/i],
  ['definition', /^\s*(?:what|who) (?:is|are|was|were|does)\b.{1,60}\??$|\bmeaning of\b|\bdefin/i],
]

export const kindOf = (question: string): QuestionKind => openings.find(([, pattern]) => pattern.test(question))?.[0] ?? 'other'

/** 1 when the sentence holds what such a question asks for, beyond the question's own words; 0 when not; a half where no sign is known. */
export const fits = (kind: QuestionKind, sentence: ReadSentence, asked: ReadonlySet<string>): number => {
  const { plain, tokens } = sentence
  switch (kind) {
    case 'amount':
      return quantitiesOf(plain).some((one) => !asked.has(one.text.toLowerCase())) ? 1 : 0
    case 'when':
      return datesOf(plain).length > 0 ||
        /\b[12]\d{3}s?\b|\bcentury\b|\b(?:yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i.test(plain)
        ? 1
        : 0
    case 'who':
      return namesOf(plain, tokens, () => true).some((token) => !asked.has(token.stem)) ? 1 : 0
    case 'where':
      return namesOf(plain, tokens, () => true).some((token) => !asked.has(token.stem)) && /\b(?:in|at|near|from|on|to|of)\s+(?:the\s+)?\p{Lu}/u.test(plain)
        ? 1
        : 0
    case 'reason':
      return /\b(?:because|since|due to|so that|in order to|reason|caused?|causes|therefore|as a result|to (?:avoid|prevent|ensure|make|keep))\b/i.test(plain)
        ? 1
        : 0
    case 'definition':
      return /\b(?:is|are|was|were|means|refers to|called|known as|defined as)\b/i.test(plain) ? 1 : 0
    case 'procedure':
      return sentence.sentence.kind === 'code' ||
        sentence.sentence.kind === 'item' ||
        /\b(?:use|run|set|add|create|install|configure|you can|must|should|by \w+ing)\b/i.test(plain)
        ? 1
        : 0
    case 'other':
      return 0.5
  }
}
