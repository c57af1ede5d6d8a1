import type { Capabilities } from '../domain/capability.ts'
import { currentCall, withinCall } from '../domain/call.ts'
import type { Tracer } from '../domain/trace.ts'

/** The same eyes; each look is a span, named as the conventions name tools. */
export const tracedCapabilities = (inner: Capabilities, tracer: Tracer): Capabilities => ({
  list: inner.list,
  missing: inner.missing,
  observe: async (name, params, signal) => {
    // Looks that belong to no trace (a watch's) would each begin one.
    if (currentCall().span === null) return inner.observe(name, params, signal)
    const span = tracer.start(`execute_tool ${name}`, 'execute_tool', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name })
    try {
      const observation = await withinCall({ span }, () => inner.observe(name, params, signal))
      span.set({
        'answerable.facts': observation.facts.length,
        'answerable.lines': observation.lines.length,
        'answerable.is_whole': observation.problem === null,
      })
      span.end()
      return observation
    } catch (error) {
      span.end(error)
      throw error
    }
  },
})
