import { isAppError } from '../base/error.ts'
import type { AuditLog } from '../domain/audit.ts'
import { currentCall } from '../domain/call.ts'
import type { Generator } from '../domain/model.ts'
import type { ModelFor, Task } from '../domain/task.ts'

/** The same models for what the agent asks them; each call is in the audit log when it is over. What they said is kept in its trace, not here. */
export const auditedModels =
  (inner: ModelFor, audit: Pick<AuditLog, 'append'>): ModelFor =>
  (task) => {
    const model = inner(task)
    return model && { ...model, generator: auditedGenerator(model.generator, task, audit) }
  }

const auditedGenerator = (inner: Generator, task: Task, audit: Pick<AuditLog, 'append'>): Generator => ({
  ...inner,
  countTokens: (text) => inner.countTokens(text),
  close: () => inner.close(),
  stream: async function* (messages, options, signal) {
    const { subject, traceId } = currentCall()
    let ended: Readonly<Record<string, unknown>> = { ends: 'left' }
    try {
      for await (const part of inner.stream(messages, options, signal)) {
        if (part.type === 'finish') ended = { ends: part.reason, model: part.model ?? inner.id, tokens: part.usage.inputTokens + part.usage.outputTokens }
        yield part
      }
    } catch (error) {
      ended = { ends: 'failed', why: isAppError(error) ? error.code : 'internal' }
      throw error
    } finally {
      await audit.append({ kind: 'model', subject: subject ?? traceId, detail: { task, model: inner.id, traceId, ...ended } })
    }
  },
})
