/** The same question in other words, by rule: what people do to a question without meaning another. Rules of the normal form and these were written by the same hand. */

export interface Paraphrase {
  readonly kind: string
  readonly text: string
}

export const paraphrasesOf = (question: string): Paraphrase[] =>
  Object.entries(rules).flatMap(([kind, rule]) => {
    const text = rule(question)
    return text === null || text === question ? [] : [{ kind, text }]
  })

const bare = (question: string): string => question.trim().replace(/[?.!\s]+$/, '')
const lowered = (question: string): string => question.charAt(0).toLowerCase() + question.slice(1)
const asking = /^(?:what|who|when|where|why|how|which)\b/i

const replaced = (question: string, pairs: readonly (readonly [RegExp, string])[]): string | null => {
  const pair = pairs.find(([pattern]) => pattern.test(question))
  return pair ? question.replace(pair[0], pair[1]) : null
}

const rules: Readonly<Record<string, (question: string) => string | null>> = {
  'no question mark': bare,
  'small letters': (question) => question.toLowerCase(),
  capitals: (question) => question.toUpperCase(),
  'please before': (question) => `Please, ${lowered(question)}`,
  'thanks after': (question) => `${question.trim()} Thanks!`,
  greeting: (question) => `Hello, ${lowered(question)}`,
  'can you tell me': (question) => (asking.test(question) ? `Can you tell me ${lowered(question)}` : null),
  'I would like to know': (question) => (asking.test(question) ? `I'd like to know ${lowered(bare(question))}` : null),
  'do you know, order of words': (question) => {
    const match = /^(what|who|where|when|which \w+) (is|was|are|were) ((?:the |a )?[\p{L}' ]{3,40}?)(\s(?:of|in|at|for|on) [^?]+)?\??$/iu.exec(question)
    return match ? `Do you know ${match[1]!.toLowerCase()} ${match[3]}${match[4] ?? ''} ${match[2]}?` : null
  },
  contraction: (question) =>
    replaced(question, [
      [/\b(what|who|where|when|how) is\b/i, "$1's"],
      [/\b(is|are|was|were|do|does|did|has|have|could|should|would) not\b/i, "$1n't"],
      [/\bcan not\b|\bcannot\b/i, "can't"],
    ]),
  'X? for what is X': (question) => {
    const match = /^what(?: is|'s) (the [^?]+)\?$/i.exec(question)
    return match ? `${match[1]!.replace(/^the /, '')}?` : null
  },
  'tell me X': (question) => {
    const match = /^what(?: is|'s) (the [^?]+)\?$/i.exec(question)
    return match ? `Tell me ${match[1]}.` : null
  },
  'no articles': (question) => question.replace(/\b(?:the|an?) (?!few|little|lot|number|couple)/g, ''),
  'phrase first': (question) => {
    const match = /^((?:who|what|when|where|how)\b[^?]{8,}) ((?:in|during|after|before) (?:the )?[\p{Lu}\d][^?,]{2,40})\?$/u.exec(lowered(question))
    return match && !/\b(?:in|during|after|before|that|which|and|or|but|than)\b/.test(match[1]!)
      ? `${match[2]!.replace(/^./, (letter) => letter.toUpperCase())}, ${match[1]}?`
      : null
  },
  'date in another form': (question) =>
    replaced(question, [
      [/\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}),? (\d{4})\b/, '$2 $1 $3'],
      [/\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\b/, '$2 $1, $3'],
      [/\bin (1\d{3}|20\d\d)\b/, 'in the year $1'],
    ]),
  'number in words': (question) =>
    replaced(question, [
      [/\btwo\b/, '2'],
      [/\bthree\b/, '3'],
      [/\bfour\b/, '4'],
      [/\bfive\b/, '5'],
      [/\bten\b/, '10'],
      [/ 2 /, ' two '],
      [/ 3 /, ' three '],
    ]),
  'how to': (question) =>
    replaced(question, [
      [/^how (?:do|can) (?:i|you|we|one) /i, 'How to '],
      [/^how to /i, 'How can I '],
    ]),
  'American spelling': (question) =>
    replaced(question, [
      [/colour/i, 'color'],
      [/\bcolor/i, 'colour'],
      [/organiz/i, 'organis'],
      [/organis(?=ed|es|ing|ation)/i, 'organiz'],
      [/\bcenter\b/i, 'centre'],
      [/\bcentre\b/i, 'center'],
      [/defense/i, 'defence'],
    ]),
  plural: (question) => replaced(question, [[/^what is the (\p{L}+)(?= of)/iu, 'What are the $1s']]),
  'a letter too few': (question) => {
    const word = /(?<= )\p{Ll}{7,}/u.exec(question)
    return word ? question.replace(word[0], word[0].slice(0, 3) + word[0].slice(4)) : null
  },
  synonym: (question) =>
    replaced(question, [
      [/\blargest\b/, 'biggest'],
      [/\bbegin\b/, 'start'],
      [/\bfounded\b/, 'established'],
      [/\bhappened\b/, 'occurred'],
      [/\bamount\b/, 'quantity'],
      [/\bkind\b/, 'type'],
    ]),
  'passive voice': (question) => replaced(question, [[/^who (wrote|built|discovered|invented|designed|founded|created) ([^?]+)\?/i, 'By whom was $2 $1?']]),
}
