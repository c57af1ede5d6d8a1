import type { Abstention, Answer, AnswerEvent, AnswerQuestion, Citation, Question, Retrieve, SentenceVerdict } from '../domain/answer.ts'
import type { ScanPassages } from '../domain/guard.ts'
import { answerWords, type AnswerWords } from './output/answer-words.ts'
import { maskedJson } from './output/masked-json.ts'
import { shownAnswer, type ShownAnswer } from './output/shown-answer.ts'
import type { ShownWords } from './policy.ts'
import { scannedRetrieval, type ScannedRetrieval } from './scanned-retrieval.ts'

export interface GuardParts {
  readonly retrieve: Retrieve
  readonly scan: ScanPassages
  readonly words: ShownWords
  /** Does a text hold words of our own prompts? */
  isOwn(text: string): boolean
}

interface Guarding extends GuardParts {
  readonly question: Question
  readonly reading: ScannedRetrieval
  readonly said: AnswerWords
  readonly shown: ShownAnswer
  /** Ends what is under way. */
  stop(): void
}

/**
 * The same answers, with a guard at both ends: whoever writes reads passages without orders to a model, and what is written leads nowhere,
 * holds no secret, and no personal data that the policy forbids. `delta` texts joined are still the answer, and offsets still exact.
 */
export const guardedAnswers = (answerWith: (retrieve: Retrieve) => AnswerQuestion, parts: GuardParts): AnswerQuestion =>
  async function* (question, signal) {
    const reading = scannedRetrieval(parts.retrieve, parts.scan, question.text)
    const said = answerWords(parts.words, () => reading.passages)
    const shown = shownAnswer({ words: said, isWhole: reading.isWhole, isOwn: parts.isOwn })
    const leaving = new AbortController()
    const guarding: Guarding = { ...parts, question, reading, said, shown, stop: () => leaving.abort() }
    const events = answerWith(reading.retrieve)(question, signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal)
    // An object is one text, and a refusal needs all of it.
    const answer = question.responseSchema || parts.words.refuses ? yield* heldBack(events, guarding) : yield* letOut(events, guarding)
    const { injections } = reading
    return injections.length > 0 ? { ...answer, injections } : answer
  }

type Events = AsyncGenerator<AnswerEvent, Answer>

/** Sentence by sentence: a delta waits for the citations that follow it at once, not for the next sentence. */
async function* letOut(events: Events, guarding: Guarding): AsyncGenerator<AnswerEvent, Answer> {
  const { shown, reading, words } = guarding
  let text: string | null = null
  let cited: Citation[] = []
  const flush = (): AnswerEvent[] => {
    const made = text === null ? [] : shown.add(text, cited)
    text = null
    cited = []
    return made
  }
  const answer = yield* each(
    events,
    guarding,
    function* (event) {
      if (event.type === 'citation') return void cited.push(event.citation)
      yield* flush()
      if (event.type === 'delta') text = event.text
      else yield { type: 'passages', passages: words.maskedPassages(reading.asStored(event.passages)) }
    },
    flush,
  )
  yield* flush()
  return yield* finished(answer, guarding)
}

/** All at once, when it is known whether it may be said. */
async function* heldBack(events: Events, guarding: Guarding): AsyncGenerator<AnswerEvent, Answer> {
  const { shown, reading, words } = guarding
  const held: AnswerEvent[] = []
  const answer = yield* each(events, guarding, function* (event) {
    if (event.type !== 'passages') held.push(event)
    else yield { type: 'passages', passages: words.maskedPassages(reading.asStored(event.passages)) }
  })
  if (answer.abstained === null && words.isRefused([answer.text, ...answer.citations.map(({ quote }) => quote)].join('\n'))) {
    return yield* abstaining(answer, guarding, personalData)
  }
  if (answer.data !== null) return yield* maskedObject(answer, guarding)
  const made: AnswerEvent[] = []
  for (const [index, event] of held.entries()) {
    if (event.type !== 'delta') continue
    const next = held.findIndex((other, at) => at > index && other.type === 'delta')
    const cited = held.slice(index + 1, next < 0 ? undefined : next).flatMap((one) => (one.type === 'citation' ? [one.citation] : []))
    made.push(...shown.add(event.text, cited))
  }
  // Markup that is gone may have parted what is personal data.
  if (answer.abstained === null && words.isRefused(shown.cleaned)) return yield* abstaining(answer, guarding, personalData)
  yield* made
  return yield* finished(answer, guarding)
}

/** Hands each event to a generator of what is shown for it, and what `pause` gives where the next one has to be waited for; gives the answer that the events end in. */
async function* each(
  events: Events,
  { stop }: Guarding,
  show: (event: AnswerEvent) => Iterable<AnswerEvent>,
  pause: () => Iterable<AnswerEvent> = () => [],
): AsyncGenerator<AnswerEvent, Answer> {
  let isOver = false
  try {
    for (;;) {
      const next = events.next()
      if (!(await isAtOnce(next))) yield* pause()
      const step = await next
      if (step.done) {
        isOver = true
        return step.value
      }
      yield* show(step.value)
    }
  } finally {
    if (!isOver) {
      // Whoever leaves while a sentence is waited for does not wait for it.
      stop()
      await events.return(undefined as never)
    }
  }
}

/** Is it there before anything else could have happened? A failure is, and is met where it is awaited. */
const isAtOnce = (next: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setImmediate(() => resolve(false))
    const settle = (): void => {
      clearImmediate(timer)
      resolve(true)
    }
    next.then(settle, settle)
  })

const personalData: Abstention = {
  reason: 'out_of_scope',
  message: 'The answer would hold personal data, which is not given out here (ANSWERABLE_PERSONAL_DATA=refuse).',
}

const nothingLeft: Abstention = { reason: 'not_supported', message: 'Nothing was found in the documents that answers this and may be shown.' }

async function* finished(answer: Answer, guarding: Guarding): AsyncGenerator<AnswerEvent, Answer> {
  const { shown } = guarding
  if (shown.text === '' && answer.text !== '') return yield* abstaining(answer, guarding, nothingLeft)
  return {
    ...shownParts(answer, guarding),
    text: shown.text,
    citations: shown.citations,
    abstained: answer.abstained && { ...answer.abstained, message: shown.text },
  }
}

async function* abstaining(answer: Answer, guarding: Guarding, abstained: Abstention): AsyncGenerator<AnswerEvent, Answer> {
  yield { type: 'delta', text: abstained.message }
  return { ...shownParts(answer, guarding), text: abstained.message, data: null, citations: [], abstained }
}

async function* maskedObject(answer: Answer, guarding: Guarding): AsyncGenerator<AnswerEvent, Answer> {
  const text = maskedJson(answer.text, (text) => guarding.said.masked(text))
  const citations = answer.citations.map((citation) => masked(citation, guarding))
  yield { type: 'delta', text }
  for (const citation of citations) yield { type: 'citation', citation }
  return { ...shownParts(answer, guarding), text, data: text === answer.text ? answer.data : (JSON.parse(text) as unknown), citations }
}

/** What an answer carries beside its words. */
const shownParts = (answer: Answer, guarding: Guarding): Answer => ({
  ...answer,
  passages: guarding.words.maskedPassages(guarding.reading.asStored(answer.passages)),
  verdicts: answer.verdicts.map((verdict): SentenceVerdict => ({
    ...verdict,
    text: guarding.said.masked(verdict.text, '', verdict.citations),
    citations: verdict.citations.map((citation) => guarding.shown.shown(citation) ?? masked(citation, guarding)),
  })),
})

const masked = (citation: Citation, { said }: Guarding): Citation => {
  const quote = said.maskedQuote(citation)
  return quote === citation.quote ? citation : { ...citation, quote, redacted: true }
}
