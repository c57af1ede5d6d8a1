/** `sbCustId` → sb, cust, id; `order_details` → order, details; `HTTPStatus2` → http, status2. Lower case; of any script. */
export const wordsOf = (identifier: string): string[] =>
  identifier
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((it) => it !== '')

const odd = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['sale', 'sales'],
] as const
const oddPlurals = new Map<string, string>(odd)
const oddSingulars = new Map<string, string>(odd.map(([one, many]) => [many, one]))
const alike = /^(series|news|species|status|address|us|gas|bus|.*ss|.*us|.*is)$/

/** English, of the word that the others belong to; what looks like no plural stays as it is. */
export const singularOf = (words: string): string =>
  changeNoun(words, (word) => {
    const known = oddSingulars.get(word)
    if (known !== undefined) return known
    if (/(?:gno|aly|the|cri|psycho)ses$/.test(word)) return `${word.slice(0, -2)}is`
    if (alike.test(word) || !word.endsWith('s') || word.length < 3) return word
    if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
    return /(?:ss|sh|ch|x|zz)es$/.test(word) || word === 'addresses' || word.endsWith('statuses') ? word.slice(0, -2) : word.slice(0, -1)
  })

export const pluralOf = (words: string): string =>
  changeNoun(words, (word) => {
    const known = oddPlurals.get(word)
    if (known !== undefined) return known
    if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
    return /(?:s|sh|ch|x|z)$/.test(word) ? `${word}es` : `${word}s`
  })

/** The last word, or the one before a participle: payments received. */
const changeNoun = (words: string, change: (word: string) => string): string => {
  const list = words.split(' ')
  const at = list.length > 1 && /(?:ed|made|sent|paid|sold)$/.test(list.at(-1)!) ? list.length - 2 : list.length - 1
  return list.map((word, index) => (index === at ? change(word) : word)).join(' ')
}
