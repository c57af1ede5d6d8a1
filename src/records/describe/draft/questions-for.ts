import type { DraftEntity } from './draft.ts'
import type { DrawnEntity } from './entity-lines.ts'

const most = 8
const told: readonly string[] = ['choice', 'money', 'date', 'time']

/** What its customers will probably ask, of the entities that are theirs: to be tried, and mended by a person. */
export const questionsFor = (drawn: readonly DrawnEntity[], customer: DraftEntity): string[] =>
  drawn
    .filter((it) => it.isOwned && it.entity !== customer && it.fields.some(({ type, visibleTo }) => visibleTo === 'customer' && told.includes(type)))
    .flatMap((it) => questionsOf(it))
    .slice(0, most)

const questionsOf = ({ entity: { name, plural }, fields, newest }: DrawnEntity): string[] => {
  const shown = fields.filter((it) => it.visibleTo === 'customer')
  const choice = shown.find((it) => it.type === 'choice')
  const money = shown.find((it) => it.type === 'money' && /total|amount|price|paid|payment/.test(it.name) && !/unit|each/.test(it.name))
  return [
    `How many ${plural} do I have?`,
    ...(newest === null ? [] : [`What is my latest ${name}?`]),
    ...(newest === null || !choice ? [] : [`What is the ${wordsIn(choice.name)} of my latest ${name}?`]),
    ...(money ? [`What is the ${wordsIn(money.name)} of all my ${plural} together?`] : []),
  ]
}

const wordsIn = (name: string): string => name.replaceAll('_', ' ')
