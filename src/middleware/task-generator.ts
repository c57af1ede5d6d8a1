import { generateWithin } from '../domain/call.ts'
import type { Generator } from '../domain/model.ts'
import type { Task } from '../domain/task.ts'
import { withStream } from './with-stream.ts'

/** The ledger and the traces are told what the model is asked for. */
export const taskGenerator = (inner: Generator, task: Task): Generator =>
  withStream(inner, (messages, asked, signal) => generateWithin({ task }, () => inner.stream(messages, asked, signal)))
