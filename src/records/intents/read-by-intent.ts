/**
 * Rules read words that they know; this asks first what a question is likely to want, by its meaning, and has the rules read that said plainly.
 * It picks among closed intents: who asks, and which rows are theirs, it cannot touch.
 */
import type { Embedder } from '../../domain/model.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { FindValues, ReadRecordQuestion, RecordQuestion, RecordReading } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { namesCarriage } from '../read/carriage.ts'
import { seeNamed } from '../read/read-record-question.ts'
import { mainEntity } from '../read/relate.ts'
import type { Seen } from '../read/seen.ts'
import { rootOf, wordsOfName } from '../read/words.ts'
import { canonicalQuestion, rowOf } from './canonical-question.ts'
import type { Intent } from './intent.ts'
import { leavesOut } from './leaves-out.ts'
import { intentEmbedderId, likelyIntents, type LikelyIntent } from './likely-intent.ts'
import { addsCondition, holdsThing, isAnother, isOfAllTheirs, isOutright, isPlaced } from './said-outright.ts'
import { isMadeUp, isOutweighed, isSecondMeant } from './outweighed.ts'
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
    // What the words say outright is no matter of likelihood, and needs no vector.
    if (isOutright(read, seen.text)) return read
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
    const likeliest = likelyIntents(vector, held)
    const [best] = likeliest
    // Where the rules see little, a likely meaning is better than none.
    if (!best || best.probability < thresholdOf(read, held.row || held.thing)) return read
    // Two wishes in one sentence are more than one intent.
    if (asksTwo(read, question.text) && best.probability < certain) return read
    if (best.probability < certain && (await isSecondMeant(likeliest, read, ({ intent }) => plainly(intent)))) return read
    return (await meant(best)) ?? read

    /** As the rules read that intent said plainly. */
    async function plainly(intent: Intent): Promise<RecordReading | null> {
      const text = canonicalQuestion(intent, seen, values, hasTalk)
      if (text === null) return null
      const plain = await rules({ ...question, text }, findValues, signal)
      return { ...plain, understood: [`${question.text.slice(0, 100)} → ${text}`, ...plain.understood] }
    }

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

    async function meant(likely: LikelyIntent): Promise<RecordReading | null> {
      const { intent, probability } = likely
      if (
        (intent === 'policy' || intent === 'off-topic') &&
        (isOfSold(read, seen) || (ofTheirs.test(seen.text) && read.certainty >= 0.9 && read.requests.length > 0))
      )
        return null
      if (intent === 'policy') return probability < verySure || read.refusal ? null : ofDocuments(question, probability)
      if (intent === 'off-topic') return probability < verySure || read.refusal || read.certainty >= 0.9 ? null : ofDocuments(question, probability)
      if (intent === 'others') return probability < verySure ? null : refused('others', question.text, probability)
      if (intent === 'hidden') return probability < verySure ? null : refused('hidden', question.text, probability)
      if (intent === 'change')
        return read.refusal || probability < sure ? null : changing(await rules({ ...question, text: `Please cancel ${row ?? 'it'}` }, findValues, signal))
      if (isAnother(intent, seen)) return null
      const plain = await plainly(intent)
      if (plain === null || isMadeUp(plain, intent, seen) || isOutweighed(likely, read, plain, seen)) return null
      if (plain.requests.length === 0 && (!plain.refusal || read.requests.length > 0)) return null
      if (read.requests.length > 0 && (read.certainty >= 0.8 || isOfOneThing.has(intent)) && leavesOut(plain, read, seen, values)) return null
      if (read.requests.length === 0 && isOfMany.has(intent) && leavesOut(plain, null, seen, values)) return null
      if (isOfAllTheirs.has(intent) && (isPlaced(seen) || leavesOut(plain, null, seen, values) || holdsThing(read, seen) || addsCondition(plain, seen)))
        return null
      return plain
    }
  }

// Chosen on voices that the weights had not been learned from.
const likely = 0.3
const sure = 0.4
const verySure = 0.5
const certain = 0.8

const asksTwo = ({ requests, certainty }: RecordReading, text: string): boolean =>
  certainty >= 0.7 && / and /i.test(text) && (requests.length > 1 || requests.some((it) => it.kind === 'find' && it.fields.length > 1))

/** A question that names no row and that the rules leave to the documents may ask what nobody learned. */
const thresholdOf = ({ requests, refusal, certainty }: RecordReading, isNamed: boolean): number => {
  if (requests.length === 0 && refusal === null) return isNamed ? likely : verySure
  return certainty < 0.8 ? likely : sure
}

/** Of all their orders, and of nothing else that is named. */
const isOfMany: ReadonlySet<Intent> = new Set(['unsent', 'freight-sum', 'freight-average', 'freight-most'])

/** Of a thing that is named much else may be asked. */
const isOfOneThing: ReadonlySet<Intent> = new Set(['thing-state', 'order-of'])

const ofTheirs = /\b(?:which|how many|any|what) of (?:my|our)\b/i

/** `trees under 50 euros`, `your cheapest lamp`: of what is sold, narrowed twice. */
const isOfSold = ({ requests }: RecordReading, { description, manner, places }: Seen): boolean =>
  requests.length > 0 &&
  requests.every(
    ({ entity, where }) => entityNamed(description, entity)?.owner.kind === 'everyone' && where.length + places.length + (manner.catalogue ? 1 : 0) > 1,
  )

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
