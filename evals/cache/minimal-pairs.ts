/** Questions that differ in one thing that matters, made by script: an answer to one is a lie to the other. */
import { areOpposite } from '../../src/answer/reading/polarity.ts'
import { datesOf } from '../../src/answer/reading/dates.ts'
import { seededRandom } from '../../src/base/random.ts'

export interface ChangedQuestion {
  readonly kind: string
  readonly text: string
}

/** Up to one change of each kind; `others` are questions to take names from. */
export const changesOf = (question: string, others: readonly string[], seed: number): ChangedQuestion[] => {
  const random = seededRandom(seed)
  return Object.entries(changes).flatMap(([kind, change]) => {
    const text = change(question, random, others)
    return text === null || text === question ? [] : [{ kind, text }]
  })
}

type Change = (question: string, random: () => number, others: readonly string[]) => string | null

const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined => items[Math.floor(random() * items.length)]

/** The first rule that fits, from a place chosen by chance. */
const byRules =
  (rules: readonly (readonly [RegExp, string])[]): Change =>
  (question, random) => {
    const fitting = rules.filter(([pattern]) => pattern.test(question))
    const rule = pick(fitting, random)
    return rule ? question.replace(rule[0], rule[1]) : null
  }

const bothWays = (pairs: string): (readonly [RegExp, string])[] =>
  pairs
    .split('|')
    .map((pair) => pair.trim().split('/') as [string, string])
    .flatMap(([one, other]) => [[new RegExp(`(?<=\\s)${one}(?=[\\s?,.]|$)`), other] as const, [new RegExp(`(?<=\\s)${other}(?=[\\s?,.]|$)`), one] as const])

const namePattern = /(?<=[\p{L}\p{N},'] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/gu
const words = (text: string): string[] => text.match(/[\p{L}']+/gu) ?? []

const opposites = [
  'more',
  'most',
  'highest',
  'largest',
  'before',
  'first',
  'earliest',
  'maximum',
  'always',
  'increase',
  'increased',
  'enable',
  'enabled',
  'allowed',
  'include',
  'above',
  'north',
  'northern',
  'east',
  'eastern',
  'upper',
  'old',
  'oldest',
  'best',
  'long',
  'won',
  'high',
  'male',
  'public',
  'major',
  'primary',
  'accepted',
  'up',
  'left',
  'required',
  'support',
].flatMap((one) =>
  [
    'less',
    'least',
    'lowest',
    'smallest',
    'after',
    'last',
    'latest',
    'minimum',
    'never',
    'decrease',
    'decreased',
    'disable',
    'disabled',
    'forbidden',
    'exclude',
    'below',
    'south',
    'southern',
    'west',
    'western',
    'lower',
    'new',
    'newest',
    'worst',
    'short',
    'lost',
    'low',
    'female',
    'private',
    'minor',
    'secondary',
    'rejected',
    'down',
    'right',
    'optional',
    'oppose',
  ].flatMap((other) => (areOpposite(one, other) ? [`${one}/${other}`] : [])),
)

const functionWords = new Set(
  'the of in on at to a an and or is are was did do has had for by as it its i you he she we they who how why may be set if not no all any from with'.split(
    ' ',
  ),
)

const changes: Readonly<Record<string, Change>> = {
  number: (question, random) => {
    const found = pick([...question.matchAll(/\d+/g)], random)
    if (!found) return null
    const changed = String(Number(found[0]) + pick([1, 2, 10, -1], random)!).padStart(found[0].length, '0')
    return question.slice(0, found.index) + changed + question.slice(found.index + found[0].length)
  },
  'number added': (question, random) => {
    const found = pick([...question.matchAll(namePattern)], random)
    return found
      ? question.slice(0, found.index + found[0].length) + ` ${pick(['2', '3', 'II', '2.1'], random)}` + question.slice(found.index + found[0].length)
      : null
  },
  name: (question, random, others) => {
    const found = pick([...question.matchAll(namePattern)], random)
    const foreign = others.flatMap((other) => [...other.matchAll(namePattern)].map(([name]) => name)).filter((name) => !question.includes(name))
    const name = pick(foreign, random)
    return found && name ? question.slice(0, found.index) + name + question.slice(found.index + found[0].length) : null
  },
  'letter of a name': (question, random) => {
    const found = pick([...question.matchAll(namePattern)], random)
    if (!found) return null
    const at = found.index + found[0].length - 1
    return question.slice(0, at) + (question[at] === 'a' ? 'o' : 'a') + question.slice(at + 1)
  },
  negation: byRules([
    [/\b(is|are|was|were|do|does|did|can|could|should|will|would|has|have)\b/i, '$1 not'],
    [/\b(is|are|was|were|does|did|should|would)\b/i, "$1n't"],
  ]),
  date: (question, random) => {
    const date = pick(datesOf(question), random)
    const months = ['January', 'March', 'June', 'September', 'November']
    if (date?.month) return question.replace(date.text, `${pick(months, random)} 3, ${date.year ?? 1999}`)
    const year = /\b(?:in|since|before|after|of) (1\d|20)\d\d\b/.exec(question)
    return year ? question.replace(year[0], `${year[0].slice(0, -1)}${(Number(year[0].at(-1)) + 3) % 10}`) : null
  },
  'date added': (question) => (/\d/.test(question) ? null : question.replace(/\?*$/, ' in 1987?')),
  direction: byRules(bothWays(opposites.join('|'))),
  preposition: byRules(bothWays('from/to|before/after|in/outside|with/without|over/under|by/for|into/from|of/by')),
  'kind of question': byRules([
    [/^who\b/i, 'When'],
    [/^when\b/i, 'Where'],
    [/^where\b/i, 'When'],
    [/^what\b/i, 'Who'],
    [/^why\b/i, 'When'],
    [/^which\b/i, 'Whose'],
    [/how many/i, 'how much'],
    [/how much/i, 'how often'],
    [/^how long/i, 'How often'],
    [/^what year/i, 'What month'],
    [/^how do/i, 'Why do'],
    [/^how did/i, 'Why did'],
    [/^what is\b/i, 'Why is'],
  ]),
  tense: byRules([
    [/\b(is|are)\b/, 'was'],
    [/\bwas\b/, 'is'],
    [/\bwere\b/, 'are'],
    [/\bdoes\b/, 'did'],
    [/\bdid\b/, 'does'],
    [/\b(is|are|was|were)\b/, 'will be'],
    [/\bhas\b/, 'had'],
  ]),
  modality: byRules(bothWays('can/should|can/must|may/must|will/would|could/should|must/might')),
  quantifier: byRules([...bothWays('all/some|every/no|many/few|most/some|only/also|both/either|and/or'), [/\b(the|a|an)\b/i, 'no'], [/\bthe\b/, 'another']]),
  'who does it to whom': (question) => {
    const [one, other] = [...question.matchAll(namePattern)]
    if (!one || !other || one[0] === other[0]) return null
    return (
      question.slice(0, one.index) + other[0] + question.slice(one.index + one[0].length, other.index) + one[0] + question.slice(other.index + other[0].length)
    )
  },
  'word of content': (question, random, others) => {
    const word = pick(
      words(question).filter((it) => /^\p{Ll}{6,}$/u.test(it)),
      random,
    )
    const foreign = pick(
      others.flatMap(words).filter((it) => /^\p{Ll}{6,}$/u.test(it) && it !== word),
      random,
    )
    return word && foreign ? question.replace(word, foreign) : null
  },
  'word left out': (question, random) => {
    const word = pick(
      words(question)
        .slice(1)
        .filter((it) => /^\p{Ll}{5,}$/u.test(it)),
      random,
    )
    return word ? question.replace(` ${word}`, '') : null
  },
  identifier: (question, random) => {
    const found = pick([...question.matchAll(/\b\p{L}+[_-]\p{L}+\b|\b\p{L}+\d+\b|\B--?\p{L}[\p{L}-]+/gu)], random)
    return found ? question.slice(0, found.index) + `${found[0]}2` + question.slice(found.index + found[0].length) : null
  },
  // "You", "Who" after a comma and "May 2012" in small letters are only written otherwise.
  case: (question, random) => {
    const short = [...question.matchAll(/(?<=[\p{L}\p{N},'] )\p{L}{1,3}(?=[\s?,.]|$)/gu)]
    const found = pick(
      short.filter(([word]) => !functionWords.has(word.toLowerCase())),
      random,
    )
    if (!found) return null
    const first = found[0].charAt(0)
    const turned = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()
    return question.slice(0, found.index) + turned + question.slice(found.index + 1)
  },
  unit: byRules(bothWays('hours/days|minutes/seconds|miles/kilometres|years/months|dollars/euros|percent/points|tons/pounds|day/week|year/month')),
}
