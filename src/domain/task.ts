/** What language models are asked to do. Each task has its own model, temperature and limits (`config.ts`). */
import type { Generator } from './model.ts'

export const tasks = ['answer', 'condense', 'extract', 'judge', 'summarise', 'diagnose', 'creative'] as const
export type Task = (typeof tasks)[number]

export interface TaskProfile {
  /** 0 wherever the same input should give the same output; only creative work has more. */
  readonly temperature: number
  /** Most tokens one call may write. */
  readonly maxTokens: number
}

export interface TaskModel extends TaskProfile {
  /** A chain of models behaves as one: the first that answers. */
  readonly generator: Generator
  /** The documents' own sentences answer when the model fails, when its budget has no room for it, or in neither case. */
  readonly orExtractive?: readonly ('model' | 'budget')[]
}

/** The live model of a task, asked anew for each piece of work; null when no language model is live for it. */
export type ModelFor = (task: Task) => TaskModel | null
