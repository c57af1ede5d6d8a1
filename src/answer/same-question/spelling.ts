/** One spelling for what is written in several ways and means the same: contractions, compound verbs, British and American English, a few short forms. */
export const sameSpelling = (text: string): string => {
  const expanded = contractions.reduce((left, [pattern, full]) => left.replace(pattern, full), text)
  return procedures
    .reduce((left, pattern) => left.replace(pattern, 'how-to '), expanded)
    .replace(/\b(what|who|when|where|why|how) (?:exactly|precisely) (?=\p{L})/giu, '$1 ')
    .replace(/\b(set|log|sign|back|shut) (up|in|out|on|off|down)\b/gi, '$1$2')
    .replace(/\be-mail/gi, 'email')
    .replace(/\bwi-fi\b/gi, 'wifi')
}

export const oneSpelling = (word: string): string => {
  if (Object.hasOwn(shortForms, word)) return shortForms[word]!
  return word
    .replace(british, (match: string) => match.replace('our', 'or'))
    .replace(/^(cent|lit|theat|fib)re(s?)$/, '$1er$2')
    .replace(/^(licen|defen|offen)ce(s?)$/, '$1se$2')
    .replace(/^(anal|paral)yse(s|d?)$/, '$1yze$2')
    .replace(/^(\p{L}{4,})is(e|es|ed|ing|ation|ations)$/u, (whole: string, stem: string, end: string) => (izing.has(stem) ? `${stem}iz${end}` : whole))
}

const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(what|who|where|when|why|how|that|there|it|here)'s\b/gi, '$1 is'],
  [/\b(what|who|where|when|why|how|they|you|we)'re\b/gi, '$1 are'],
  [/\bi'm\b/gi, 'I am'],
  [/\b(i|you|we|they|who|it|that)'ll\b/gi, '$1 will'],
  [/\b(i|you|we|they|who)'ve\b/gi, '$1 have'],
  [/\b(?:can't|cannot)\b/gi, 'can not'],
  [/\bwon't\b/gi, 'will not'],
  [/\b(is|are|was|were|do|does|did|has|have|had|should|could|would|must|need)n't\b/gi, '$1 not'],
]

// What anybody can do; what one should do is another question.
const procedures: readonly RegExp[] = [
  /^how (?:do|can) (?:i|you|we|one|people|someone) (?=\p{L})/iu,
  /^how (?:does|can) one (?=\p{L})/iu,
  /^how to (?=\p{L})/iu,
]

const british = /^(?:(?:un)?(?:col|fav|hon|lab|neighb|behavi|harb|flav|hum|rum|arm))our(?:s|ed|ing|ful|ite|able)?$/
const izing = new Set('organ recogn custom optim initial serial deserial author normal summar visual synchron minim maxim categor prior util local'.split(' '))

const shortForms: Readonly<Record<string, string>> = {
  max: 'maximum',
  info: 'information',
  config: 'configuration',
  repo: 'repository',
  repos: 'repositories',
  photo: 'photograph',
  tv: 'television',
  phone: 'telephone',
  vs: 'versus',
  okay: 'ok',
  grey: 'gray',
  catalogue: 'catalog',
  cancelled: 'canceled',
}
