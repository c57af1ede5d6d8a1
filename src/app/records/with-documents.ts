/** What the records say, then what the documents say, as one answer. */
import type { Answer, AnswerEvent } from '../../domain/answer.ts'
import { addedUsage } from './added-usage.ts'
import { eventsOf, shifted } from './answer-events.ts'

const between = '\n\n'
const noDocument = 'The documents say nothing more about this.'

/**
 * Each of the documents' sentences is held back until its citation is there: an abstention is one that has none. The documents are asked again, in
 * other words, where they did not answer.
 */
export async function* withDocuments(
  own: Answer,
  attempts: readonly (() => AsyncGenerator<AnswerEvent, Answer>)[],
  elapsedMs: () => number,
): AsyncGenerator<AnswerEvent, Answer> {
  yield* eventsOf(own)
  const start = own.text === '' ? '' : own.text + between
  const declined: Answer[] = []
  for (const attempt of attempts) {
    const { answer, held } = yield* oneAttempt(own, attempt(), start)
    if (!answer.abstained) return yield* joined(paying(own, declined), answer, start, held, elapsedMs)
    declined.push(answer)
  }
  const [first, ...others] = declined
  return yield* joined(paying(own, others), first!, start, start === '' ? first!.text : '', elapsedMs)
}

/** What was asked in vain costs too. */
const paying = (own: Answer, declined: readonly Answer[]): Answer => ({
  ...own,
  usage: declined.reduce((usage, it) => addedUsage(usage, it.usage), own.usage),
})

async function* oneAttempt(
  own: Answer,
  documents: AsyncGenerator<AnswerEvent, Answer>,
  start: string,
): AsyncGenerator<AnswerEvent, { readonly answer: Answer; readonly held: string }> {
  let held = start === '' ? '' : between
  let isOver = false
  try {
    for (;;) {
      const step = await documents.next()
      if (step.done) {
        isOver = true
        return { answer: step.value, held }
      }
      const event = step.value
      if (event.type === 'delta') held += event.text
      else if (event.type === 'passages') yield { type: 'passages', passages: [...own.passages, ...event.passages] }
      else {
        if (held !== '') yield { type: 'delta', text: held }
        held = ''
        yield { type: 'citation', citation: shifted(event.citation, start.length) }
      }
    }
  } finally {
    if (!isOver) await documents.return(undefined as never)
  }
}

function* joined(own: Answer, documents: Answer, start: string, held: string, elapsedMs: () => number): Generator<AnswerEvent, Answer> {
  const common = {
    ...documents,
    passages: [...own.passages, ...documents.passages],
    degraded: [...own.degraded, ...documents.degraded],
    model: own.text === '' ? documents.model : `${own.model}+${documents.model}`,
    timingsMs: { ...documents.timingsMs, ...own.timingsMs, total: elapsedMs() },
    usage: addedUsage(own.usage, documents.usage),
  }
  if (own.text === '') {
    if (held !== '') yield { type: 'delta', text: held }
    return common
  }
  // The records have answered: that the documents do not is no abstention.
  const rest = documents.abstained ? noDocument : documents.text
  const left = documents.abstained ? between + rest : held
  if (left !== '') yield { type: 'delta', text: left }
  return {
    ...common,
    text: start + rest,
    citations: [...own.citations, ...documents.citations.map((it) => shifted(it, start.length))],
    verdicts: documents.verdicts.map((it) => ({ ...it, citations: it.citations.map((citation) => shifted(citation, start.length)) })),
    abstained: own.abstained && documents.abstained ? own.abstained : null,
    confidence: own.confidence,
  }
}
