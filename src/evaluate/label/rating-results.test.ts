import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseRow } from '../../domain/eval-run.ts'
import { mostRaters, type LabelItem, type PeopleRating } from '../../domain/people-rating.ts'
import { judgesBesidePeople } from './judge-beside-people.ts'
import { labelledAnswer } from './labelled-answers.ts'
import { comparedVariants, pairAgreements, peopleAgreement, ratedAnswers, variantRatings } from './rating-results.ts'

const item = (caseId: string, variant: string): LabelItem => ({
  id: `${caseId} ${variant}`,
  sheetId: 's',
  caseId,
  variant,
  traceId: `trace ${caseId} ${variant}`,
  isGone: false,
})
const rating = (it: LabelItem, rater: string, accuracy: number, helpfulness = 3): PeopleRating => ({
  itemId: it.id,
  rater,
  accuracy,
  helpfulness,
  comment: null,
})

const cases = Array.from({ length: 30 }, (_, index) => `case ${index}`)
const items = cases.flatMap((it) => [item(it, 'small'), item(it, 'large')])
const score = (it: LabelItem): number => (it.variant === 'large' ? 4 : 2) + (Number(it.caseId.slice(5)) % 2)
const ratings = items.flatMap((it) => [rating(it, 'ana', score(it)), rating(it, 'ben', Math.min(5, score(it) + 1))])

test('means are told for each variant, first over people, and are compared case by case', () => {
  const rated = ratedAnswers(items, [...ratings, rating(items[0]!, 'cem', 1)])
  const [small, large] = variantRatings(rated)
  assert.deepEqual([small!.variant, small!.answers, small!.ratings, large!.ratings], ['small', 30, 61, 60])
  // 2.5 and 3.5 in turn, and one 2.5 that a third person made a 2.
  assert.ok(Math.abs(small!.accuracy.value - (3 - 0.5 / 30)) < 1e-9)
  assert.ok(small!.accuracy.low < small!.accuracy.value && small!.accuracy.value < small!.accuracy.high)
  assert.equal(small!.accuracy.n, 30)

  const comparisons = comparedVariants(rated)
  assert.deepEqual(
    comparisons.map(({ variant, against, scale, verdict }) => [variant, against, scale, verdict]),
    [
      ['large', 'small', 'accuracy', 'better'],
      ['large', 'small', 'helpfulness', 'no difference shown'],
    ],
  )
})

test('a variant of which nobody rated the same cases is not compared on others', () => {
  const [one, other] = [item('a', 'small'), item('b', 'large')]
  const [accuracy] = comparedVariants(ratedAnswers([one, other], [rating(one, 'ana', 1), rating(other, 'ana', 5)]))
  assert.deepEqual([accuracy!.difference.n, accuracy!.verdict], [0, 'no difference shown'])
})

test('agreement is told over all and for each pair; without a second person there is none', async () => {
  const alpha = (await peopleAgreement(ratedAnswers(items, ratings), 'accuracy'))!
  assert.ok(alpha.value > 0.5 && alpha.value < 1 && alpha.low <= alpha.value && alpha.value <= alpha.high)
  const [pair] = await pairAgreements(items, ratings)
  assert.deepEqual([pair!.raters, pair!.answers, pair!.same], [['ana', 'ben'], 60, 15 / 60])
  assert.equal(
    await peopleAgreement(
      ratedAnswers(
        items,
        ratings.filter(({ rater }) => rater === 'ana'),
      ),
      'accuracy',
    ),
    null,
  )
  assert.deepEqual(await pairAgreements(items, []), [])
})

test('of many people all pairs are told, and the ten with most answers in common have an alpha', async () => {
  const people = Array.from({ length: mostRaters }, (_, index) => `rater ${index}`)
  const many = people.flatMap((name, index) => items.slice(index).map((it) => rating(it, name, 1 + ((index + it.id.length) % 5))))
  const pairs = await pairAgreements(items, many)
  assert.equal(pairs.length, (mostRaters * (mostRaters - 1)) / 2)
  assert.deepEqual([pairs[0]!.raters, pairs[0]!.answers], [['rater 0', 'rater 1'], 59])
  assert.ok(pairs.every(({ answers }, index) => index === 0 || answers <= pairs[index - 1]!.answers))
  assert.deepEqual(
    pairs.flatMap(({ alpha }, index) => (alpha ? [index] : [])),
    Array.from({ length: 10 }, (_, index) => index),
  )
})

test('whoever asks for the agreement can break off', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  await assert.rejects(pairAgreements(items, ratings, signal), /enough/)
  await assert.rejects(peopleAgreement(ratedAnswers(items, ratings), 'accuracy', signal), /enough/)
})

test('a judge agrees with people from a mean of 4 on, and a failed judgement agrees with nobody', () => {
  const four = ['a', 'b', 'c', 'd'].map((it) => item(it, 'small'))
  const rated = ratedAnswers(four, [rating(four[0]!, 'ana', 3), rating(four[0]!, 'ben', 5), rating(four[1]!, 'ana', 3), rating(four[2]!, 'ana', 5)])
  const row = (it: LabelItem, verdict: 'pass' | 'fail' | null) =>
    ({ traceId: it.traceId, judgements: [{ rubric: 'correct.v1', judge: 'stub', verdict }] }) as unknown as CaseRow
  const [judge] = judgesBesidePeople(rated, [row(four[0]!, 'pass'), row(four[1]!, 'fail'), row(four[2]!, null), row(four[3]!, 'pass')])
  assert.deepEqual([judge!.rubric, judge!.judge, judge!.answers, judge!.failed], ['correct.v1', 'stub', 3, 1])
  assert.ok(Math.abs(judge!.agreement.value - 2 / 3) < 1e-9)
  assert.deepEqual(judgesBesidePeople(rated, []), [])
})

test('a labelled line keeps each person apart', () => {
  const words = { item: items[0]!, question: 'q', answer: 'a', evidence: '', reference: null }
  assert.deepEqual(labelledAnswer(words, [rating(items[0]!, 'ana', 4), rating(items[0]!, 'ben', 3)]), {
    id: items[0]!.id,
    question: 'q',
    answer: 'a',
    labels: { ana: 'pass', ben: 'fail' },
  })
})
