import type { Passage, Span } from './document.ts'
import type { Injection } from './guard.ts'
import type { JsonSchema, Message, Usage } from './model.ts'
import type { Respelt } from './search.ts'

export interface Question {
  readonly text: string
  readonly collection: string
  /** Most tokens the answer may have. */
  readonly maxTokens: number
  /** Most passages before the token budget cuts. */
  readonly topK: number
  /** What was said before, oldest first; empty for a question that stands alone. */
  readonly history: readonly Message[]
  /** The shape of `Answer.data`; null for an answer in sentences. */
  readonly responseSchema: JsonSchema | null
}

/** What a question gets that says nothing of its size; evaluations ask like people. */
export const usualSize = { maxTokens: 512, topK: 10 } as const satisfies Pick<Question, 'maxTokens' | 'topK'>

/** How well a sentence of an answer rests on the text it cites. */
export const verdicts = ['supported', 'partly', 'unsupported'] as const
export type Verdict = (typeof verdicts)[number]

/** `answer.slice(answerStart, answerEnd)` rests on `document.text.slice(start, end) === quote`. */
export interface Citation extends Span {
  readonly answerStart: number
  readonly answerEnd: number
  readonly documentId: string
  readonly source: string
  readonly title: string
  readonly heading: string
  readonly version: string
  readonly page: number | null
  readonly quote: string
  readonly verdict: Verdict
  /** JSON Pointer (RFC 6901) into `data` of the value that rests on the quote; null for sentences. */
  readonly field: string | null
  /** The quote is as long as the document's words, and not all of them are shown. */
  readonly redacted?: boolean
  /** It rests on records; the document's fields then tell of the record's card: the text that `quote` is a slice of. Left out: on a document. */
  readonly record?: RecordCited
}

/** What in the records a part of an answer rests on. */
export interface RecordCited {
  readonly entity: string
  /** Null for a figure over several rows. */
  readonly id: string | null
  readonly field: string
  /** As it is stored, or as the database computed it. */
  readonly value: string | null
  /** Of a figure: how it was computed, over how many rows, and which (at most 50). */
  readonly figure?: { readonly kind: string; readonly rows: number; readonly ids: readonly string[] }
}

export const abstentionReasons = ['nothing_relevant', 'not_supported', 'out_of_scope', 'conflicting', 'not_permitted'] as const
export type AbstentionReason = (typeof abstentionReasons)[number]

export interface Abstention {
  readonly reason: AbstentionReason
  readonly message: string
}

/** Told for every sentence the model wrote, also those that were left out. */
export interface SentenceVerdict {
  readonly text: string
  readonly verdict: Verdict
  /** 0…1, from the verifier. */
  readonly score: number
  /** In words: what was missing, e.g. `number 42 is not in the source`. */
  readonly reasons: readonly string[]
  readonly citations: readonly Citation[]
}

export interface Answer {
  /** What the person reads: verified sentences, the JSON text of `data`, or the message of the abstention. */
  readonly text: string
  /** The object that `responseSchema` asked for; null without one, and when abstained. */
  readonly data: unknown
  /** The question as it was searched, when history or the language of the documents made it another; else null. */
  readonly standaloneQuestion: string | null
  /** How history was read; null without one. */
  readonly followUp: FollowUp | null
  /** How `data` came about; null without a `responseSchema`. */
  readonly structured: StructuredRecord | null
  readonly citations: readonly Citation[]
  readonly abstained: Abstention | null
  /** 0…1: how surely the passages answer the question, as the threshold of abstention reads it; also told when abstained. Null where nothing was scored. */
  readonly confidence: number | null
  readonly model: string
  readonly usage: Usage & { readonly embeddingTokens: number }
  readonly timingsMs: Readonly<Record<string, number>>
  readonly traceId: string
  /** `exact`: the same question was answered before; `semantic`: one that asks the same in other words. */
  readonly cache: CacheOutcome
  /** The earlier question whose answer this is, where `cache` is `semantic`. */
  readonly answeredQuestion?: string
  /** What could not be used for this answer, each in a sentence; empty when all went well. */
  readonly degraded: readonly Degradation[]
  readonly passages: readonly Passage[]
  readonly verdicts: readonly SentenceVerdict[]
  readonly prompt: PromptRecord | null
  /** Orders to the model that stood in the passages and that nobody who wrote this saw; left out: none. */
  readonly injections?: readonly Injection[]
}

export const cacheOutcomes = ['miss', 'exact', 'semantic'] as const
export type CacheOutcome = (typeof cacheOutcomes)[number]

/** `model`: the documents' own sentences answered instead. `embedder`: words alone found the passages. `budget`: no money or tokens are left for the model. `records`: the documents alone answered. */
export const degradableParts = ['model', 'embedder', 'budget', 'records'] as const

/** A part that failed and was done without: the answer stands, and may be worse than usual. */
export interface Degradation {
  readonly part: (typeof degradableParts)[number]
  readonly message: string
}

/** What was made of the turns before a question. */
export interface FollowUp {
  /** `words` (our rules), the id of the model that wrote the standalone question, or null: it stood alone already. */
  readonly by: string | null
  /** Turns given, and how many of the latest were read. */
  readonly turns: number
  readonly used: number
  /** Why the model's own version was not taken, in words. */
  readonly refused: string | null
}

/** What happened between a schema and the object that follows it. */
export interface StructuredRecord {
  /** SHA-256 of the schema's JSON. */
  readonly schemaHash: string
  /** Times that the model was told what was wrong with its object: 0 or 1. */
  readonly repairs: number
  /** JSON Pointers of values that no passage supports and the schema let go of. */
  readonly removed: readonly string[]
}

/** What was asked of the model: enough to tell why an answer came out as it did. */
export interface PromptRecord {
  readonly version: string
  readonly tokens: Readonly<Record<string, number>>
  /** What did not fit, in words. */
  readonly cut: readonly string[]
}

/** `delta` texts joined are `answer.text`; a citation comes right after the delta that holds its sentence. */
export type AnswerEvent =
  | { readonly type: 'passages'; readonly passages: readonly Passage[] }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }

/** Retrieve → decide → prompt → stream → verify → cite, or abstain. Leaving the loop stops all work. */
export type AnswerQuestion = (question: Question, signal?: AbortSignal) => AsyncGenerator<AnswerEvent, Answer>

export interface RetrieveRequest {
  readonly text: string
  readonly collection: string
  readonly limit: number
}

export interface Retrieval {
  /** Best first, exactly `limit` of them when the collection has that many. */
  readonly passages: readonly Passage[]
  readonly embeddingTokens: number
  readonly queryVector: Float32Array | null
  /** Why words alone decided where meaning was to count as well, in a sentence; left out when nothing was missing. */
  readonly wordsOnly?: string
  /** Misspelt terms and what they were read as. */
  readonly respelt?: readonly Respelt[]
  readonly timingsMs: Readonly<Record<string, number>>
}

export type Retrieve = (request: RetrieveRequest, signal?: AbortSignal) => Promise<Retrieval>

export interface SuggestRequest {
  /** What the questions are to be answered by, best first. */
  readonly passages: readonly Passage[]
  /** What was asked already; null when nothing was. */
  readonly asked: string | null
  readonly collection: string
  /** Most questions. */
  readonly limit: number
}

export interface Suggestions {
  /** Each finds a passage that may answer it; fewer than asked for when no more do. */
  readonly questions: readonly string[]
  readonly model: string
  readonly usage: Usage
}

export type SuggestQuestions = (request: SuggestRequest, signal?: AbortSignal) => Promise<Suggestions>
