/** How often the semantic cache would give an answer to another question, and how often it spares work: `node evals/cache.ts [dev|heldOut] [--show] [--cosine]`. */
import { readFileSync } from 'node:fs'
import { normalForm } from '../src/answer/same-question/normal-form.ts'
import { sha256 } from '../src/base/id.ts'
import { wilson } from '../src/evaluate/statistics/wilson.ts'
import { casePairs } from './cache/case-pairs.ts'
import { changesOf } from './cache/minimal-pairs.ts'
import { tellByCosine, type Pair } from './cache/by-cosine.ts'
import { paraphrasesOf } from './cache/paraphrases.ts'
import { dataFolder, loadChunkingEvaluation, loadClapnq, loadXquad } from './datasets.ts'

const part = process.argv[2] ?? 'dev'
const isVerbose = process.argv.includes('--show')
/** Halves by hash of the question; rules were tried on `dev` only. */
const inPart = (text: string): boolean => (Number.parseInt(sha256(text).slice(0, 8), 16) % 2 === 0 ? 'dev' : 'heldOut') === part
const read = (path: string): string => readFileSync(new URL(path, dataFolder), 'utf8')

const sameWords = (text: string): string => text.replace(/\s+/g, ' ').trim()
const asksTheSame = (one: string, other: string): boolean => normalForm(one) === normalForm(other)

const xquad = Object.fromEntries((['en', 'es', 'zh'] as const).map((language) => [language, loadXquad(language).questions.filter(({ id }) => inPart(id))]))
const english = [...xquad['en']!, ...[loadClapnq(), loadChunkingEvaluation()].flatMap(({ questions }) => questions.filter(({ text }) => inPart(text)))].map(
  ({ text }) => sameWords(text),
)
const clinc = Object.values(JSON.parse(read('clinc-oos/data_small.json')) as Record<string, [string, string][]>)
  .flat()
  .filter(([text, intent]) => intent !== 'oos' && inPart(text))

console.log(`Half: ${part}. False hits: two questions that are different and would share an answer.`)

// All pairs within a paragraph, and beyond it: questions of one form, of all pairs that there are.
for (const [language, questions] of Object.entries(xquad)) {
  const pairs = questions.flatMap((one, at) =>
    questions
      .slice(at + 1)
      .filter((other) => other.cluster === one.cluster && other.text !== one.text)
      .map((other) => [one.text, other.text] as const),
  )
  tell(`xquad-${language}, questions of one paragraph`, pairs)
}
collisions(
  'all questions of xquad, clapnq and chunking-evaluation',
  english.map((text) => ({ text, group: text })),
)
collisions(
  'clinc-oos, requests of different intents',
  clinc.map(([text, intent]) => ({ text, group: intent })),
)

const byKind = Map.groupBy(
  [
    ...casePairs.flatMap((pair) => (inPart(pair[0]) ? [{ kind: 'case', pair }] : [])),
    ...english.flatMap((question, index) => {
      const others = english.slice(index + 1, index + 40)
      const changed = [0, 1, 2].flatMap((round) => changesOf(question, others, index + round * 100_000))
      return [...new Map(changed.map((it) => [it.text, it])).values()].map(({ kind, text }) => ({ kind, pair: [question, text] as const }))
    }),
  ],
  ({ kind }) => kind,
)
for (const [kind, rows] of byKind)
  tell(
    `changed: ${kind}`,
    rows.map(({ pair }) => pair),
  )
tell(
  'changed: all kinds',
  [...byKind.values()].flat().map(({ pair }) => pair),
)

const spanish = new Map(xquad['es']!.map(({ id, text }) => [id, text]))
tell(
  'the same question in English and Spanish',
  xquad['en']!.flatMap(({ id, text }) => (spanish.has(id) ? [[text, spanish.get(id)!] as const] : [])),
)

console.log('\nHits: the same question in other words.')
const paraphrased = Map.groupBy(
  english.flatMap((question) => paraphrasesOf(question).map(({ kind, text }) => ({ kind, pair: [question, text] as const }))),
  ({ kind }) => kind,
)
for (const [kind, rows] of paraphrased)
  tell(
    kind,
    rows.map(({ pair }) => pair),
    true,
  )
tell(
  'all rules',
  [...paraphrased.values()].flat().map(({ pair }) => pair),
  true,
)

// Two people described one command: often, not always, the same request.
const [descriptions, commands] = [read('nl2bash/all.nl').split('\n'), read('nl2bash/all.cm').split('\n')]
const described = Map.groupBy(
  descriptions.map((text, index) => ({ text: sameWords(text), command: commands[index]! })).filter(({ text, command }) => text !== '' && inPart(command)),
  ({ command }) => command,
)
const byPeople = [...described.values()].flatMap((rows) => {
  const texts = [...new Set(rows.map(({ text }) => text))]
  return texts.slice(1).map((text) => [texts[0]!, text] as const)
})
tell('nl2bash: one command described by two people', byPeople, true)
collisions(
  'nl2bash: false hits, descriptions of different commands',
  [...described.values()].flat().map(({ text, command }) => ({ text, group: command })),
)

if (process.argv.includes('--cosine')) {
  // Every so many, so that the model is done in minutes.
  const some = (pairs: readonly Pair[], most: number): Pair[] => pairs.filter((_, index) => index % Math.ceil(pairs.length / most) === 0)
  await tellByCosine({
    'different: one thing changed': some(
      [...byKind.values()].flat().map(({ pair }) => pair),
      1000,
    ),
    'different: a number or a date changed': some(
      ['number', 'date'].flatMap((kind) => byKind.get(kind) ?? []).map(({ pair }) => pair),
      300,
    ),
    'the same, by rule': some(
      [...paraphrased.values()].flat().map(({ pair }) => pair),
      1000,
    ),
    'nl2bash: one command described by two people': some(byPeople, 400),
  })
}

function tell(name: string, pairs: readonly (readonly [string, string])[], isWanted = false): void {
  const hits = pairs.filter(([one, other]) => asksTheSame(one, other))
  const { low, high } = wilson(hits.length, pairs.length)
  console.log(
    `${name.padEnd(60)} ${String(hits.length).padStart(6)} of ${String(pairs.length).padEnd(7)} ${percent(hits.length / pairs.length)} [${percent(low)} … ${percent(high)}]`,
  )
  if (isVerbose) for (const [one, other] of (isWanted ? pairs.filter((it) => !hits.includes(it)) : hits).slice(0, 6)) console.log(`    ${one}  |  ${other}`)
}

/** Of all pairs from different groups, those of one form. What stands there twice in the same words says nothing of a normal form. */
function collisions(name: string, given: readonly { readonly text: string; readonly group: string }[]): void {
  const rows = [...new Map(given.map((row) => [row.text.toLowerCase().replace(/[?.!]+$/, ''), row])).values()]
  const unlike = (values: readonly string[]): number => {
    const counts = [...Map.groupBy(values, (it) => it).values()].map(({ length }) => length)
    return (values.length ** 2 - counts.reduce((sum, count) => sum + count ** 2, 0)) / 2
  }
  const groups = [...Map.groupBy(rows, ({ text }) => normalForm(text)).values()]
  const found = groups.reduce((sum, group) => sum + unlike(group.map((it) => it.group)), 0)
  const pairs = unlike(rows.map(({ group }) => group))
  console.log(`${name.padEnd(60)} ${String(found).padStart(6)} of ${pairs} pairs`)
  if (isVerbose)
    for (const group of groups.filter((it) => unlike(it.map((row) => row.group)) > 0).slice(0, 12))
      console.log(
        `    ${group
          .slice(0, 3)
          .map(({ text, group: of }) => `${text} (${of.slice(0, 60)})`)
          .join('  |  ')}`,
      )
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
