/** What operations may ask of evaluation: one desk for each kind of work. */
export type EvaluationDesk = Readonly<Record<never, never>>
