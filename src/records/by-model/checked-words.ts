import { stem } from '../../base/stem.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'

/**
 * May a model's words stand around facts? Each of them is a word of what the rules said, of the question, of the description, or one that says
 * nothing of its own. Values of choices, "not", "yes" and the like only where the rules said them: they are claims. Nothing that leads out, no digits.
 */
export const wordsHold = (words: string, told: string, question: string, description: RecordsDescription): boolean => {
  if (/\p{N}|[<>[\]`|\\@{}]|:\/\/|www\./u.test(words)) return false
  const said = stemsOf(told)
  const claims = new Set([...stemsOf(choiceWords(description)), ...judging])
  const known = new Set([...said, ...stemsOf(question), ...stemsOf(names(description)), ...glue])
  return [...stemsOf(words)].every((it) => said.has(it) || (known.has(it) && !claims.has(it)))
}

const stemsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{M}]+(?:['’]t)?/gu) ?? []).map((it) => stem(it.replace('’', "'"), 'en')))

const choiceWords = ({ entities }: RecordsDescription): string =>
  entities.flatMap(({ fields }) => fields.flatMap(({ values }) => Object.entries(values).flatMap(([value, called]) => [value, ...called]))).join(' ')

const names = ({ entities }: RecordsDescription): string =>
  entities
    .flatMap(({ name, plural, called, fields }) => [name, plural, ...called, ...fields.flatMap((it) => [it.name.replaceAll('_', ' '), ...it.called])])
    .join(' ')

/** They turn what stands beside them round, or agree to a question. */
const judging = [
  ...stemsOf(
    "not no none never neither nor without yes sure cannot can't isn't wasn't hasn't haven't don't didn't doesn't won't yet already still soon already all every only every any most least more less",
  ),
]

const glue = [
  ...stemsOf(
    `the a an of in on at to for from with by and or but as it its this that these those there here is are was were be been has have had do does did your you we i our my me
     they them their he she his her which what when where who how much many thank thanks please hello hi sure about regarding current currently following details detail
     information belongs belong contains contain includes include total together so also then it's here's you'll`,
  ),
]
