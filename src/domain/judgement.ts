/** Judges of answers, and what is known of their error. */

/** Instructions for a judge, a versioned file. */
export interface Rubric {
  /** `correct.v1`; the user's own file of that name adds its hash. */
  readonly version: string
  /** SHA-256 of the file: a certificate counts for exactly these words. */
  readonly hash: string
  /** What a pass means, in one sentence. */
  readonly question: string
  readonly kind: 'single' | 'pair'
  /** What the judge has to be shown. */
  readonly needs: readonly ('reference' | 'evidence')[]
  readonly system: string
  readonly user: string
}

export interface JudgedItem {
  readonly id: string
  readonly question: string
  readonly answer: string
  readonly reference: string | null
  /** The passages that the answer was made from, or the source text; null where there is none. */
  readonly evidence: string | null
}

export interface JudgedPair extends Omit<JudgedItem, 'answer'> {
  readonly first: string
  readonly second: string
}

/** A judgement that could not be had (garbage, refusal, time-out, money) has `verdict` null and says why: it counts as failed, and is never left out. */
export interface Judgement {
  readonly rubric: string
  /** Id of the model, or `verifier`. */
  readonly judge: string
  readonly verdict: 'pass' | 'fail' | null
  /** 0…1; null exactly when the verdict is. */
  readonly score: number | null
  readonly explanation: string
  readonly failure: string | null
  readonly inputTokens: number
  readonly outputTokens: number
  /** Null while the price is not known. */
  readonly costUsd: number | null
  readonly ms: number
}

export const preferences = ['first', 'second', 'tie'] as const
export type Preference = (typeof preferences)[number]

/** What one person said; the same name is the same person. */
export interface Vote {
  readonly rater: string
  readonly label: string
}

/** An item, or a pair, with what people said of it; never without a vote. */
export type Labelled = {
  /** What most people said; where none has most: `fail`, or `tie` for a pair. */
  readonly label: string
  readonly votes: readonly Vote[]
} & ({ readonly kind: 'single'; readonly item: JudgedItem } | { readonly kind: 'pair'; readonly item: JudgedPair })

/** Asked in both orders: a preference that turns with the order is a tie, and is counted as inconsistent. */
export interface PairJudgement extends Omit<Judgement, 'verdict' | 'score'> {
  /** Null when either order failed. */
  readonly preference: Preference | null
  readonly inOrder: Preference | null
  /** Of the same two answers: `first` is the pair's first, which was shown second. */
  readonly swapped: Preference | null
}

/** Never throws for what a model does; stops with `signal.reason`. */
export interface Judge {
  readonly id: string
  readonly rubric: Rubric
  judge(item: JudgedItem, signal?: AbortSignal): Promise<Judgement>
  compare(pair: JudgedPair, signal?: AbortSignal): Promise<PairJudgement>
}

export interface Estimate {
  readonly value: number
  /** 95 % interval. */
  readonly low: number
  readonly high: number
  /** Independent units behind it. */
  readonly n: number
}

/** How a judge agreed with people on labelled items: printed beside every score that it gives. */
export interface JudgeCertificate {
  readonly id: string
  readonly rubric: string
  readonly rubricHash: string
  readonly judge: string
  /** Name and SHA-256 of the labelled file. */
  readonly dataset: string
  readonly datasetHash: string
  readonly madeAt: Date
  readonly items: number
  /** Judgements that could not be had: disagreements in every figure below. */
  readonly failed: number
  /** Share of items that agree with people. */
  readonly agreement: Estimate
  /** Cohen's kappa; null when it is not defined (one label only). */
  readonly kappa: Estimate | null
  /** Mean kappa between pairs of people, where the labels tell them apart. */
  readonly peopleKappa: number | null
  /** Share of the most frequent label: what a judge gets that always says the same. */
  readonly baseRate: number
  /** Rows: people; columns: the judge, with `failed` last. */
  readonly confusion: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] }
  /** Share of items whose judgements all came out the same; null when none was judged twice. */
  readonly repeatConsistency: Estimate | null
  /** Pairs only: share whose preference turned with the order; of the decisions that these came to, the share won by what was shown first. */
  readonly positionFlips: Estimate | null
  readonly firstPlaceShare: number | null
  /** Correlation of pass (or of winning) with length, less that of people's labels; null where lengths do not vary. */
  readonly lengthBias: number | null
  /**
   * For prediction-powered inference: what people said (0…1) beside what the judge said, item by item. Without those that failed: counted as "fail", they
   * would make the judge look too strict, and raise what it says of others. Empty for pairs.
   */
  readonly calibration: readonly { readonly people: number; readonly judge: number }[]
  /** AUROC of the judge's score for people's label; null where the score has two values only. */
  readonly auroc: Estimate | null
}

export interface CertificateStore {
  put(certificate: JudgeCertificate): Promise<void>
  /** The one that counts for exactly this rubric text and judge (`certificateInUse`); null when it was never measured. */
  find(rubricHash: string, judge: string): Promise<JudgeCertificate | null>
  /** Newest first. */
  list(): Promise<readonly JudgeCertificate[]>
}

/** The newest of those on most items, so that a look at a few displaces no thorough measurement. `known`: newest first. */
export const certificateInUse = (known: readonly JudgeCertificate[]): JudgeCertificate | null =>
  known.reduce<JudgeCertificate | null>((best, it) => (best !== null && best.items >= it.items ? best : it), null)
