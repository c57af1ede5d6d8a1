/** What an answerer risks when all questions below a confidence are declined (El-Yaniv and Wiener, 2010). */
export interface Scored {
  readonly confidence: number
  /** Would the answer be right? Never for a question without one. */
  readonly isRight: boolean
}

export interface CurvePoint {
  readonly coverage: number
  /** Share of wrong answers among those given. */
  readonly risk: number
  /** The lowest confidence that is still answered. */
  readonly confidence: number
}

/** One point for each distinct confidence, surest first: equal ones are answered or declined together. */
export const riskCoverage = (scored: readonly Scored[]): CurvePoint[] => {
  const ranked = scored.toSorted((one, other) => other.confidence - one.confidence)
  let wrong = 0
  return ranked.flatMap(({ confidence, isRight }, index) => {
    if (!isRight) wrong++
    const answered = index + 1
    return ranked[answered]?.confidence === confidence ? [] : [{ coverage: answered / ranked.length, risk: wrong / answered, confidence }]
  })
}

/** Area under the curve, 0 best: the mean risk over all coverages, steps held until the next point. */
export const areaUnder = (curve: readonly CurvePoint[]): number =>
  curve.reduce((area, { coverage, risk }, index) => area + risk * (coverage - (curve[index - 1]?.coverage ?? 0)), 0)

export const riskAt = (curve: readonly CurvePoint[], coverage: number): CurvePoint | undefined => curve.find((point) => point.coverage >= coverage)
