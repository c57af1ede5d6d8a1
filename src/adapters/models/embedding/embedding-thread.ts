import { startWorker, type WorkerClient } from '../../workers/rpc.ts'
import { openNativeGate } from './native-gate.ts'
import type { OnnxHandlers, OnnxWorkerData } from './onnx-worker.ts'

export type EmbeddingThread = WorkerClient<OnnxHandlers>

/** A thread with a model of its own. Closing it waits for the text that is being embedded. */
export const startEmbeddingThread = ({ modelPath, tokenizerPath, pooling, maxTokens }: Omit<OnnxWorkerData, 'threads' | 'gate'>): EmbeddingThread => {
  const gate = openNativeGate()
  const worker = startWorker<OnnxHandlers>(new URL('./onnx-worker.ts', import.meta.url), {
    name: 'embedding',
    // Two threads that compute alone embed 1.4 times as many chunks as one thread with two helpers.
    data: { modelPath, tokenizerPath, pooling, maxTokens, threads: 1, gate: gate.cells } satisfies OnnxWorkerData,
  })
  void worker.ended.then(gate.forget)
  return { ...worker, close: () => gate.shut().then(worker.close) }
}
