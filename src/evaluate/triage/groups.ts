/** What can be wrong with an answer, in the order in which it is told, and what to do about it. */
export const triageGroups = ['nothing_retrieved', 'refused_wrongly', 'wrong_passage', 'unsupported', 'judged_wrong', 'unexplained', 'slow', 'dear'] as const
export type TriageGroup = (typeof triageGroups)[number]

export const groupFacts: Readonly<Record<TriageGroup, { readonly title: string; readonly next: string }>> = {
  nothing_retrieved: {
    title: 'Nothing retrieved',
    next: 'Bring in documents that answer these questions; where declining is right, keep them as cases with "abstain: true".',
  },
  refused_wrongly: {
    title: 'Refused wrongly',
    next: 'Make a test case of each, then try more passages or a model that answers; "eval run" shows what helps and what it costs elsewhere.',
  },
  wrong_passage: {
    title: 'Wrong passage',
    next: 'Make a test case of each, and look at the ranks: a passage that was found and not cited asks for another answerer, one that was not found for other chunks, headings or embeddings.',
  },
  unsupported: {
    title: 'Unsupported',
    next: 'Read the sentences that were left out: a stricter prompt or another model writes fewer of them; a true one points at a document that is missing.',
  },
  judged_wrong: { title: 'Judged wrong', next: 'Read what the judge says; whether it can be trusted tells its certificate, which "eval judge" makes.' },
  unexplained: {
    title: 'Thumbs down, no rule says why',
    next: 'Read question, answer and comment; a correction in the feedback would say which rule applies.',
  },
  slow: { title: 'Slow', next: 'Look at the phases of the trace: a smaller model, fewer passages or a lower limit of tokens makes "generate" shorter.' },
  dear: { title: 'Dear', next: 'Fewer passages or a cheaper model: compare them on your cases with "eval run --models".' },
}
