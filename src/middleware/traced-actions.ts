import type { Actions } from '../domain/action.ts'
import type { TraceWork } from './traced-work.ts'

/** The same actions; each approval, with what it ran and looked at, leaves a trace. */
export const tracedActions = (inner: Actions, trace: TraceWork): Actions => ({
  ...inner,
  approve: (id, hash, signal) =>
    trace(
      {
        name: 'execute_tool action',
        stage: 'execute_tool',
        collection: '',
        title: `approve: proposal ${id.slice(0, 64)}`,
        attributes: { 'openinference.span.kind': 'TOOL', 'gen_ai.operation.name': 'execute_tool' },
      },
      () => inner.approve(id, hash, signal),
      ({ action, state }) => ({ model: null, attributes: { 'gen_ai.tool.name': action, 'answerable.state': state } }),
    ),
})
