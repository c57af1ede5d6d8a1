/**
 * Rules read words that they know; this asks first what a question is likely to want, by its meaning, and has the rules read that said plainly.
 * It picks among closed intents: who asks, and which rows are theirs, it cannot touch.
 */
import type { Embedder } from '../../domain/model.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { FindValues, ReadRecordQuestion, RecordQuestion, RecordReading } from '../../domain/record-request.ts'
import { namesCarriage } from '../read/carriage.ts'
import { seeNamed } from '../read/read-record-question.ts'
import type { Seen } from '../read/seen.ts'
import { mainEntity } from '../read/relate.ts'
import { rootOf, wordsOfName } from '../read/words.ts'
import { canonicalQuestion, rowOf } from './canonical-question.ts'
import type { Intent } from './intent.ts'
import { leavesOut } from './leaves-out.ts'
import { intentEmbedderId, likelyIntents } from './likely-intent.ts'
import { maskedQuestion, thingsIn } from './masked-question.ts'

export interface IntentParts {
  /** Null while there is none. */
  readonly embedder: () => Pick<Embedder, 'id' | 'embed'> | null
  readonly onFailure: (error: unknown) => void
}

/** Words that nobody learned from stand to the rules: so where there is no embedder, or another than the one whose vectors were learned from. */
export const readByIntent =
  (rules: ReadRecordQuestion, { embedder, onFailure }: IntentParts): ReadRecordQuestion =>
  async (question, given, signal) => {
    const findValues = remembered(given)
    const read = await rules(question, findValues, signal)
    const model = embedder()
    if (model?.id !== intentEmbedderId || question.isStaff || !isShop(question.description)) return read
    const named = await seeNamed(question, findValues, signal)
    if (!named) return read
    const { seen, values } = named
    const [vector] = await model.embed([maskedQuestion(question.text, seen, values)], 'evidence', signal).catch((error: unknown) => {
      if (signal?.aborted) throw error
      onFailure(error)
      return []
    })
    if (!vector) return read
    const hasTalk = question.history.some(({ role }) => role === 'user')
    const main = mainEntity(question.description)!.name
    const row = rowOf(seen, main, hasTalk)
    const held = { row: row !== null, id: seen.ids.length > 0, thing: thingsIn(seen, values).length > 0, talk: hasTalk, carriage: namesCarriage(seen.text) }
    const [best] = likelyIntents(vector, held)
    // Where the rules see little, a likely meaning is better than none.
    if (!best || best.probability < thresholdOf(read, held.row || held.thing)) return read
    // Two wishes in one sentence are more than one intent.
    if (asksTwo(read, question.text) && best.probability < certain) return read
    return (await meant(best.intent, best.probability)) ?? read

    /** Of a row that is to be changed what it is; of anything else, that nothing is changed. */
    function changing(plain: RecordReading): RecordReading {
      const isOfRow = row !== null && plain.refusal?.why === 'change'
      return {
        ...empty,
        about: 'both',
        requests: isOfRow ? plain.requests : [],
        documentQuestion: isOfRow ? question.text : '',
        refusal: { why: 'change', detail: question.text.slice(0, 200) },
        certainty: 0.8,
      }
    }

    async function meant(intent: Intent, probability: number): Promise<RecordReading | null> {
      // What the words say outright is no matter of likelihood.
      if (isOutright(read, seen.text)) return null
      if (intent === 'policy') return probability < verySure || read.refusal ? null : ofDocuments(question, probability)
      if (intent === 'off-topic') return probability < verySure || read.refusal || read.certainty >= 0.9 ? null : ofDocuments(question, probability)
      if (intent === 'others') return probability < verySure ? null : refused('others', question.text, probability)
      if (intent === 'hidden') return probability < verySure ? null : refused('hidden', question.text, probability)
      if (intent === 'change')
        return read.refusal || probability < sure ? null : changing(await rules({ ...question, text: `Please cancel ${row ?? 'it'}` }, findValues, signal))
      if (isAnother(intent, seen)) return null
      const text = canonicalQuestion(intent, seen, values, hasTalk)
      if (text === null) return null
      const plain = await rules({ ...question, text }, findValues, signal)
      if (plain.requests.length === 0 && !plain.refusal) return null
      if (read.requests.length > 0 && read.certainty >= 0.8 && leavesOut(plain, read, seen, values)) return null
      if (isOfAllTheirs.has(intent) && (isPlaced(seen) || leavesOut(plain, null, seen, values) || addsCondition(plain, seen))) return null
      return {
        ...plain,
        understood: [`${question.text.slice(0, 100)} → ${text}`, ...plain.understood],
      }
    }
  }

// Chosen on voices that the weights had not been learned from.
const likely = 0.3
const sure = 0.4
const verySure = 0.5
const certain = 0.8

const asksTwo = ({ requests, certainty }: RecordReading, text: string): boolean =>
  certainty >= 0.9 && / and /i.test(text) && (requests.length > 1 || requests.some((it) => it.kind === 'find' && it.fields.length > 1))

/** Rules of the shop, everybody's rows, and what is hidden, each by its own name. */
const isOutright = ({ about, refusal, certainty, requests }: RecordReading, text: string): boolean =>
  certainty >= 0.85 &&
  requests.length === 0 &&
  (refusal === null
    ? about === 'documents' && ruleNamed.test(text)
    : (refusal.why === 'others' && (everybody.test(text) || (person.test(refusal.detail) && /\b(?:they|them|their|he|she|his|her)\b/i.test(text)))) ||
      (refusal.why === 'hidden' && /^(?!on |in |of |by )\S+ \S/.test(refusal.detail)))
const ruleNamed =
  /\b(?:polic(?:y|ies)|guarantees?|warrant(?:y|ies)|terms and conditions|(?:opening|business) (?:hours|times)|pay (?:by|with|in|using|via|at) (?!what|which|on)(?:an? |the )?\p{L}+\s*[?.!]*$)/iu
const person = /^\p{Lu}\p{Ll}\S* \p{Lu}\p{Ll}\S*$/u
const everybody =
  /\byour (?:\p{L}+ )?(?:customers|clients|users|shoppers|buyers)\b|\b(?:anyone|anybody|everyone|everybody) (?:has |have |had |ever |who )*(?:made|placed|ordered|bought|purchased|spent|owes?)\b|\bfrom (?:everyone|everybody)\b/iu

/** A question that names no row and that the rules leave to the documents may ask what nobody learned. */
const thresholdOf = ({ requests, refusal, certainty }: RecordReading, isNamed: boolean): number => {
  if (requests.length === 0 && refusal === null) return isNamed ? likely : verySure
  return certainty < 0.8 ? likely : sure
}

/** What is owed is not what was spent, how many there are is not where they stand, and what something costs is no freight of theirs. */
const isAnother = (intent: Intent, { text, ids, times, manner, mentions }: Seen): boolean =>
  (intent === 'spent' && /\b(?:owe|owing|outstanding|unpaid|left to pay)\b/i.test(text)) ||
  (intent === 'order-of' && manner.howMany) ||
  (intent.startsWith('freight') && !(carrying.test(text) && (ids.length + times.length > 0 || manner.own || mentions.some(({ isPlural }) => isPlural))))
const carrying = /\b(?:freight|carr(?:y|i)|ship|deliver|transport|post|haul|send|sent|bring|brought|get|got)/i

/** `on my first order`; not `from my first order till now`. */
const isPlaced = ({ places, text }: Seen): boolean => places.length > 0 && !/\b(?:from|since) (?:the |my |our )?(?:very )?first\b/i.test(text)

/** Orders as such: nothing that is not said narrows them, and nothing else is counted. */
const isOfAllTheirs: ReadonlySet<Intent> = new Set(['list', 'count', 'spent'])
const addsCondition = ({ requests }: RecordReading, { times, mentions }: Seen): boolean => {
  const said = times.length + mentions.filter(({ meanings }) => meanings.some(({ kind }) => kind === 'choice')).length
  return requests.some(({ where }) => where.length > said)
}

/** What was learned is of orders. */
const isShop = (description: RecordsDescription): boolean => {
  const main = mainEntity(description)
  return main !== null && [main.name, ...main.called].some((name) => wordsOfName(name).some((word) => ['order', 'buy'].includes(rootOf(word))))
}

const ofDocuments = ({ text }: RecordQuestion, certainty: number): RecordReading => ({ ...empty, about: 'documents', documentQuestion: text, certainty })
const refused = (why: 'others' | 'hidden', text: string, certainty: number): RecordReading => ({
  ...empty,
  about: 'records',
  refusal: { why, detail: text.slice(0, 80) },
  certainty,
})
const empty = { requests: [], documentQuestion: '', refusal: null, by: 'rules', understood: [] } as const

/** Each list of words is looked for once a question. */
const remembered = (find: FindValues): FindValues => {
  const found = new Map<string, ReturnType<FindValues>>()
  return (words, signal) => {
    const key = words.join('\n')
    let known = found.get(key)
    if (!known) found.set(key, (known = find(words, signal)))
    return known
  }
}
