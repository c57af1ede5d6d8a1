import { Counter, Histogram, type Registry } from 'prom-client'
import { abstentionReasons, cacheOutcomes, degradableParts, verdicts, type Answer } from '../../../domain/answer.ts'
import { ratings, type Rating } from '../../../domain/feedback.ts'
import { traceOutcomes, type QuestionFacts } from '../../../domain/question-trace.ts'
import { secondsBuckets } from './span-metrics.ts'

export interface QuestionMetrics {
  question(facts: QuestionFacts, answer: Answer | null): void
  feedback(rating: Rating): void
}

/** How questions end. Those of evaluations are counted as such, and nowhere else. Known values stand at 0 from the start, so that rates begin with the first. */
export const questionMetrics = (registry: Registry): QuestionMetrics => {
  const counter = <Label extends string>(name: string, help: string, label: Label, values: readonly string[]): Counter<Label> => {
    const made = new Counter({ name: `answerable_${name}_total`, help, labelNames: [label], registers: [registry] })
    for (const value of values) made.inc({ [label]: value } as Record<Label, string>, 0)
    return made
  }
  const questions = counter('questions', 'Questions of people by how they ended', 'outcome', traceOutcomes)
  const evaluations = counter('evaluation_questions', 'Questions of evaluations by how they ended', 'outcome', traceOutcomes)
  const failures = counter('question_failures', 'Questions that failed, by the code of the error', 'code', [])
  const abstentions = counter('abstentions', 'Honest refusals by reason', 'reason', abstentionReasons)
  const cache = counter('cache', 'Answers by where they came from', 'outcome', cacheOutcomes)
  const sentences = counter('verdicts', 'Sentences by how well they rest on what they cite; unsupported ones are left out', 'verdict', verdicts)
  const degraded = counter('degraded', 'Answers that were made without a part that failed', 'part', degradableParts)
  const injections = counter('injections', 'Passages of answers in which words to the model were found and blanked', 'found', ['yes'])
  const given = counter('feedback', 'Ratings of answers', 'rating', ratings)
  const firstText = new Histogram({
    name: 'answerable_first_text_seconds',
    help: 'From a question to its first verified text',
    buckets: secondsBuckets,
    registers: [registry],
  })
  return {
    question: ({ purpose, outcome, errorCode, firstTextMs }, answer) => {
      if (purpose !== 'live') return evaluations.inc({ outcome })
      questions.inc({ outcome })
      if (outcome === 'failed' && errorCode) failures.inc({ code: errorCode })
      if (firstTextMs !== null) firstText.observe(firstTextMs / 1000)
      if (!answer) return
      if (answer.abstained) abstentions.inc({ reason: answer.abstained.reason })
      cache.inc({ outcome: answer.cache })
      for (const { verdict } of answer.verdicts) sentences.inc({ verdict })
      for (const { part } of answer.degraded) degraded.inc({ part })
      injections.inc({ found: 'yes' }, answer.injections?.length ?? 0)
    },
    feedback: (rating) => given.inc({ rating }),
  }
}
