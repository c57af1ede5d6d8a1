/**
 * The process of a local model: a native crash ends it and not the program, the HTTP loop never waits for it, and ending it gives all its memory back.
 * It ends by itself when the program that started it has gone.
 */
import { isAppError } from '../../../base/error.ts'
import { loadEngine, type LlamaEngine } from './llama-engine.ts'
import type { FromLlama, ToLlama } from './llama-protocol.ts'

const tell = (message: FromLlama): void => {
  if (process.connected) process.send!(message)
}

let engine: LlamaEngine | null = null
const running = new Map<number, AbortController>()

const generate = async (ask: Extract<ToLlama, { type: 'generate' }>): Promise<void> => {
  const { id } = ask
  const controller = new AbortController()
  running.set(id, controller)
  try {
    const generated = await engine!.generate({
      ...ask,
      signal: controller.signal,
      onReading: () => tell({ type: 'reading', id }),
      onText: (text) => tell({ type: 'delta', id, text }),
    })
    tell({ type: 'finish', id, ...generated })
  } catch (error) {
    if (controller.signal.aborted) tell({ type: 'stopped', id })
    else tell({ type: 'failed', id, code: isAppError(error) ? error.code : 'upstream', message: sentenceOf(error) })
  } finally {
    running.delete(id)
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

process.on('disconnect', () => process.exit(0))
process.on('message', async (message: ToLlama) => {
  if (message.type === 'generate') return generate(message)
  if (message.type === 'stop') return running.get(message.id)?.abort()
  if (message.type === 'count') return tell({ type: 'counted', id: message.id, tokens: engine!.countTokens(message.text) })
  try {
    engine = await loadEngine(message)
    tell({ type: 'loaded' })
  } catch (error) {
    tell({ type: 'load-failed', message: sentenceOf(error) })
  }
})
