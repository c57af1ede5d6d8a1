/** Figures that are said without digits: how often, at what pace, in which order. Each must be true of the templates it is said of, or is not said. */
import type { LogReport, LogTemplate } from '../../domain/log.ts'
import { stemsOf } from './content.ts'

/** Least count for which the word is no exaggeration. */
const quantities: readonly (readonly [RegExp, number])[] = [
  [/\b(?:many|numerous|countless|frequent(?:ly)?|often|constant(?:ly)?|continu(?:al|ous)(?:ly)?|regularly|flood(?:ed|s|ing)?|masses?|a lot|lots)\b/gi, 10],
  [/\b(?:several|multiple|repeated(?:ly)?|again and again|various|a few|some times)\b/gi, 3],
]
/** Most count, likewise. */
const singles = /\b(?:once|only one|a single|one time|rare(?:ly)?|seldom|occasional(?:ly)?)\b/gi
const mostOfRare = 10

/** Nothing of what a log's figures hold: a pace, a time of the day, a span in words. */
const unknowable =
  /\b(?:times?|lines?|errors?|failures?|attempts?)?\s*(?:an?|per|each|every)\s+(?:second|minute|hour|day|week|month|night|morning|evening)s?\b|\bfor (?:seconds|minutes|hours|days|weeks|months)\b|\b(?:midnight|noon|midday|overnight|hourly|daily|weekly|nightly)\b|\b(?:all (?:day|night|week|the time)|majority|minority|mostly|mainly|always|never|all of the|every single|percent|per cent)\b/i

const more = /\b(?:more|less|fewer|rather|longer|shorter|faster|slower|higher|lower)\b[^.;]*\bthan\b|\bas (?:often|many|frequent(?:ly)?) as\b/i
const most = /\b(?:most|least) (?:frequent|common|often|of the)\b|\b(?:rarest|fewest|highest|largest|biggest|longest)\b/i
const gravest = /\bmost (?:frequent|common)\b/i

export const vagueFiguresHold = (text: string, pointed: readonly LogTemplate[], report: LogReport, said: string): boolean => {
  const isSaid = (words: string): boolean => said.includes(words.toLowerCase().trim())
  const clauses = text.split(clauseEnd)
  for (const clause of clauses) {
    const about = aboutOf(clause, pointed)
    for (const [words, least] of quantities)
      for (const [word] of clause.matchAll(words)) if (!isSaid(word) && !about.some(({ count }) => count >= least) && totalOf(pointed) < least) return false
    for (const [word] of clause.matchAll(singles)) {
      const atMost = /^(?:rare|seldom|occasional)/i.test(word) ? mostOfRare : 1
      if (!isSaid(word) && !about.some(({ count }) => count <= atMost)) return false
    }
  }
  const vague = unknowable.exec(text)?.[0] ?? more.exec(text)?.[0]
  if (vague !== undefined && !isSaid(vague)) return false
  const superlative = most.exec(text)?.[0]
  return superlative === undefined || isSaid(superlative) || (gravest.test(superlative) && pointed.some((it) => isMostFrequent(it, text, report)))
}

const clauseEnd = /[,;.:()]\s|\s(?:and|while|but|whereas)\s/
const totalOf = (templates: readonly LogTemplate[]): number => templates.reduce((sum, { count }) => sum + count, 0)

/** Those of a clause: that share most of its words; all where it has none of its own. */
const aboutOf = (clause: string, pointed: readonly LogTemplate[]): readonly LogTemplate[] => {
  const shared = pointed.map((template) => ({ template, words: sharedWords(clause, template) }))
  const best = Math.max(0, ...shared.map(({ words }) => words))
  return best === 0 ? pointed : shared.filter(({ words }) => words === best).map(({ template }) => template)
}

const sharedWords = (text: string, { template, examples }: LogTemplate): number => {
  const stems = new Set(stemsOf([template, ...examples.map((it) => it.text)].join(' ')))
  return stemsOf(text).filter((stem) => stems.has(stem)).length
}

/** Of its severity where the sentence speaks of errors or warnings, else of all. */
const isMostFrequent = (template: LogTemplate, text: string, { templates }: LogReport): boolean => {
  const rivals = /\b(?:error|warning|failure)s?\b/i.test(text) ? templates.filter(({ severity }) => severity === template.severity) : templates
  return rivals.every(({ count }) => count <= template.count)
}

const order = /\b(before|preced(?:ed|es|ing)|prior to|earlier than|(?:was |were )?followed by|led to|after|following|later than|since)\b/i
const isBefore = /^(?:before|preced|prior|earlier|(?:was |were )?followed|led)/i

/** What is said to come first comes first, as far as its first lines tell. A sentence whose sides cannot be told apart is not said. */
export const orderHolds = (text: string, pointed: readonly LogTemplate[]): boolean => {
  const match = order.exec(text)
  if (!match || pointed.length < 2) return true
  const [left, right] = [text.slice(0, match.index), text.slice(match.index + match[0].length)].map((side) => aboutOf(side, pointed))
  if (left!.length !== 1 || right!.length !== 1 || left![0] === right![0]) return false
  const [first, second] = isBefore.test(match[1]!) ? [left![0]!, right![0]!] : [right![0]!, left![0]!]
  return first.firstLine < second.firstLine
}
