import { createContext, Script } from 'node:vm'

// The only call in Node that ends a regular expression which runs away.
const script = new Script('work()')
const context: { work?: () => unknown } = {}
createContext(context)

/** Runs synchronous work that a stranger has shaped; null when it takes longer than that. What it throws, this throws. */
export const bounded = <Result>(work: () => Result, timeoutMs: number): { readonly result: Result } | null => {
  context.work = work
  try {
    return { result: script.runInContext(context, { timeout: timeoutMs }) as Result }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  } finally {
    delete context.work
  }
}
