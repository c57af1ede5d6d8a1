export const ratings = ['up', 'down'] as const
export type Rating = (typeof ratings)[number]

/** What a person said of one answer. */
export interface Feedback {
  readonly traceId: string
  readonly rating: Rating
  readonly comment: string | null
  /** What the answer should have said. */
  readonly correction: string | null
}

/** The latest word on each answer, kept as long as the answer's row in the journal. */
export interface FeedbackStore {
  /** Replaces what was said before. False when there is no such answer. Fails with `no_space` or `unavailable`. */
  give(feedback: Feedback): Promise<boolean>
  find(traceId: string): Promise<(Feedback & { readonly givenAt: Date }) | null>
}
