/**
 * `node evals/records/questions/make-questions.mjs [--data ../shared/data] [--each 8] [--seed 1]`: questions of customers with what an answer must
 * hold, a JSON line each. Imports nothing of the program; truth is computed here, of the data as it was published.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conversationQuestions } from './conversations.mjs'
import { readNorthwind } from './northwind-data.mjs'
import { northwindKinds } from './northwind.mjs'
import { readShop } from './retail-data.mjs'
import { retailKinds } from './retail.mjs'
import { pick, seeded } from './seeded.mjs'
import { policyQuestions } from './voices/policies.mjs'

/** In the order in which they were written: each draws of its own. */
const voicesOf = (set, names) =>
  Promise.all(names.map(async (name) => [name, Object.values(await import(`./voices/${set}-${name}.mjs`))[0]])).then(Object.fromEntries)
const later = ['dev3', 'dev4', 'test3', 'dev5', 'dev6', 'dev7', 'test4']
const voices = {
  retail: await voicesOf('retail', ['dev', 'held-out', 'dev2', 'test2', ...later]),
  northwind: await voicesOf('northwind', ['dev', 'held-out', 'test2', 'dev2', ...later]),
}

const fill = (phrase, slots) => phrase.replaceAll(/\{(\w+)\}/g, (_, name) => slots[name])

/** In haste people drop the sign before a number, capitals, and letters. Ids and names stay whole. */
const hurried = (random, phrase) => {
  const way = random()
  if (way < 0.2) return phrase.toLowerCase()
  if (way > 0.35) return phrase
  const words = phrase.split(' ')
  const long = words.flatMap((word, index) => (/^[a-z]{6,}$/.test(word) ? [index] : []))
  if (long.length === 0) return phrase
  const at = pick(random, long)
  const letter = 1 + Math.floor(random() * (words[at].length - 3))
  return words.with(at, words[at].slice(0, letter) + words[at][letter + 1] + words[at][letter] + words[at].slice(letter + 2)).join(' ')
}

const withoutSign = (random, slots) => (slots.order?.startsWith('#') && random() < 0.2 ? { ...slots, order: slots.order.slice(1) } : slots)

const makeOf = ({ set, kinds, world, voice, phrasings, each, random }) =>
  Object.entries(kinds).flatMap(([kind, draw]) => {
    const asked = phrasings[kind]
    if (!asked) throw new Error(`Nobody of the voice ${voice} asks "${kind}" in ${set}.`)
    const isPolicy = kind === 'policy'
    const list = isPolicy && asked.length === 0 ? policyQuestions[voice === 'dev' ? 'dev' : 'heldOut'] : asked
    return Array.from({ length: each }, (_, index) => {
      const phrase = list[index % list.length]
      const { customer, slots, history = [], expect } = draw(random, world, phrase)
      const template = isPolicy ? phrase[0] : voice === 'dev' ? phrase : hurried(random, phrase)
      const used = withoutSign(random, slots)
      const twin =
        expect.twin && fill(template, { ...used, order: used.order.startsWith('#') || !expect.twin.startsWith('#') ? expect.twin : expect.twin.slice(1) })
      return {
        id: `${set}-${voice}-${kind}-${index + 1}`,
        set,
        voice,
        kind,
        customer,
        question: fill(template, used),
        history,
        expect: { ...expect, ...(twin && { twin: { question: twin, of: used.order, missing: expect.twin } }) },
      }
    })
  })

/** @param {{ data: string, each?: number, seed?: number }} options each: questions of a kind in a voice */
export const makeQuestions = ({ data, each = 8, seed = 1 }) => {
  const sets = [
    {
      set: 'retail',
      kinds: retailKinds,
      world: readShop(data),
      voices: voices.retail,
    },
    {
      set: 'northwind',
      kinds: northwindKinds,
      world: readNorthwind(data),
      voices: voices.northwind,
    },
  ]
  const made = sets.flatMap(({ voices, ...rest }, at) =>
    Object.entries(voices).flatMap(([voice, phrasings], index) => makeOf({ ...rest, voice, phrasings, each, random: seeded(seed * 100 + at * 10 + index) })),
  )
  return [...made, ...conversationQuestions(data)]
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { data: { type: 'string' }, each: { type: 'string' }, seed: { type: 'string' } } })
  const data = values.data ?? join(import.meta.dirname, '../../../../shared/data')
  for (const question of makeQuestions({ data, each: Number(values.each ?? 8), seed: Number(values.seed ?? 1) })) console.log(JSON.stringify(question))
}
