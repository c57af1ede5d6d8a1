import { isFunctionWord, type Token } from './tokens.ts'

/**
 * Words written like names, whose absence from a source is a veto: those with a capital that are not merely the first of their sentence. The first word counts too when the next is also written
 * large or when it is no everyday opening of a sentence and the passages do not know it in small letters (`isKnownSmall`).
 */
export const namesOf = (plain: string, tokens: readonly Token[], isKnownSmall: (stem: string) => boolean): Token[] => {
  if (isShouted(tokens)) return []
  return tokens.flatMap((token, index) => {
    if (!/^[\p{Lu}]/u.test(token.raw) || !token.content || /\d/.test(token.raw) || token.raw.length < 2) return []
    if (titles.has(token.raw.toLowerCase())) return []
    if (!opensSentence(plain, token)) return [token]
    const next = tokens[index + 1]
    const joined = next !== undefined && /^\s$/.test(plain.slice(token.end, next.start)) && /^\p{Lu}/u.test(next.raw) && !isFunctionWord(next.raw.toLowerCase())
    return joined || !(openings.has(token.raw.toLowerCase()) || isKnownSmall(token.stem)) ? [token] : []
  })
}

const opensSentence = (plain: string, token: Token): boolean =>
  /(?:^|[.!?:;]\s*|\n)["'“‘(*[-]*\s*$/.test(plain.slice(Math.max(0, token.start - 6), token.start))

/** Headlines and shouting: capitals say nothing there. */
const isShouted = (tokens: readonly Token[]): boolean => {
  const words = tokens.filter((token) => token.content && /^\p{L}{3,}/u.test(token.raw))
  return words.length > 3 && words.every((token) => /^\p{Lu}/u.test(token.raw))
}

const titles = new Set('mr mrs ms dr prof sir'.split(' '))

// Words that open sentences of answers without naming anything.
const openings = new Set(
  `yes yeah yea yep ok okay according actually add additional additionally again all also although always another apply are as ask avoid based because before begin being build by call can change check choose click
common compared configure consider consequently copy create currently define delete depending deploy despite disable do does download due during each edit either enable ensure even every
examples example finally find first follow following for from furthermore generally get give given go has have hence here how however identify if import important in include including
initially install instead is it its keep key last later later launch like look make many may meanwhile modify more moreover most move multiple must name navigate never next no not note
now nowadays of often on once one only open or original originally other others otherwise overall people place please prior provide put read recently regardless remember remove replace
repeat restart result results return review run save second see select send set several similarly simply since so some sometimes specifically specify start step steps still stop store
subsequently such sure take test that the their then there therefore these they third this those though three thus to today together try turn two typically under unlike until update use used
users using usually verify via view wait was we what when where whereas whether which while who why will with within without work write yes yet you your`.split(
    /\s+/,
  ),
)
