/**
 * ISO 639-1 code of a question's language; null where its words do not tell. A question is too short for statistics over letters:
 * its script tells, else the small words that no question of a language goes without.
 */
export const languageOf = (question: string): string | null => scriptOf(question) ?? bySmallWords(question)

const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{sc=Hiragana}\p{sc=Katakana}]/u],
  ['zh', /\p{sc=Han}/u],
  ['ko', /\p{sc=Hangul}/u],
  ['uk', /[іїєґ]/iu],
  ['ru', /\p{sc=Cyrillic}/u],
  ['ar', /\p{sc=Arabic}/u],
  ['he', /\p{sc=Hebrew}/u],
  ['hi', /\p{sc=Devanagari}/u],
  ['th', /\p{sc=Thai}/u],
  ['el', /\p{sc=Greek}/u],
]

/** A question with a name of another script in it stays what most of its letters say; one character of Chinese says as much as a word. */
const scriptOf = (question: string): string | null => {
  const letters = question.match(/\p{L}/gu)?.length ?? 0
  const latin = question.match(/\p{sc=Latin}/gu)?.length ?? 0
  if (latin * 2 > letters && latin > (letters - latin) * 4) return null
  return scripts.find(([, letter]) => letter.test(question))?.[0] ?? null
}

const smallWords: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    en: 'the what which who when where why how is are was were do does did can could should would of to in on for and with my i you it this that from by have has many much or not be a an',
    es: 'el la los las un una qué cuál cuáles quién quiénes cuándo dónde cómo cuánto cuánta cuántos cuántas por es son fue está se de del en con para y que su al hay puedo tiene según sobre como más o a',
    de: 'der die das den dem ein eine einen was welche welcher welches wer wann wo warum wie ist sind war kann ich man wird werden und mit für von zu im auf nicht es in viele viel oder gibt hat',
    fr: 'le la les un une des du de que quel quelle quels quelles qui quand où pourquoi comment est sont combien je on peut dans avec pour et sur au aux ce cette il y à ou ne pas se',
    pt: 'o a os as um uma que qual quais quem quando onde porque como é são foi está de do da dos das em no na com para e quanto quantos quantas posso se por ao mais ou não tem',
    it: 'il lo la i gli le un una che cosa quale quali chi quando dove perché come è sono di del della dei in nel nella con per e quanto quanti quante posso si a al da non più o c',
    nl: 'de het een wat welke wie wanneer waar waarom hoe is zijn was kan ik men wordt van en met voor op in niet dat die te er veel hoeveel of',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
)
const marks: readonly (readonly [string, RegExp])[] = [
  ['es', /[¿¡ñ]/i],
  ['de', /[ßäü]/i],
  ['pt', /[ãõ]/i],
  ['fr', /[œçèêù]|\b[cdjlnqs]['’]\p{L}/iu],
]

const bySmallWords = (question: string): string | null => {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? []
  const scores = Object.entries(smallWords)
    .map(([language, known]) => ({
      language,
      score: words.filter((word) => known.has(word)).length + (marks.some(([of, mark]) => of === language && mark.test(question)) ? 1.5 : 0),
    }))
    .sort((one, other) => other.score - one.score)
  const [best, second] = scores
  return best!.score >= 2 && best!.score > second!.score ? best!.language : null
}

const names = new Intl.DisplayNames(['en'], { type: 'language' })

/** `es` → `Spanish`, for prompts. */
export const nameOfLanguage = (code: string): string => names.of(code) ?? code
