/** What the desks of evaluation are made of: the program's own parts, as they answer people. */
import type { Database } from '../../adapters/postgres/database.ts'
import type { Config } from '../../config.ts'
import type { AnswerQuestion, Retrieve } from '../../domain/answer.ts'
import type { DocumentStore } from '../../domain/document.ts'
import type { AnswerVariant } from '../../domain/eval-suite.ts'
import type { Groundedness } from '../../domain/groundedness.ts'
import type { FeedbackStore } from '../../domain/feedback.ts'
import type { Journal } from '../../domain/journal.ts'
import type { Embedder } from '../../domain/model.ts'
import type { SearchIndex } from '../../domain/search.ts'
import type { ModelFor, Task, TaskModel } from '../../domain/task.ts'
import type { Library } from '../../operations/app.ts'

export interface EvaluationParts {
  readonly config: Config
  readonly version: string
  readonly database: Database
  readonly documents: DocumentStore
  readonly library: Library
  readonly index: SearchIndex
  readonly journal: Journal
  readonly feedback: FeedbackStore
  readonly embedderOf: (collection: string) => Promise<Embedder | null>
  readonly retrieve: Retrieve
  /** Answers as people get them, in this variant; each is journalled as an evaluation. Fails with `invalid` or `unavailable` when its model cannot be had. */
  answerWith(variant: AnswerVariant): Promise<AnswerQuestion>
  readonly modelFor: ModelFor
  modelNamed(task: Task, name: string, where: string): Promise<TaskModel | null>
  readonly groundedness: Groundedness
  readonly log: (message: string, error: unknown) => void
}
