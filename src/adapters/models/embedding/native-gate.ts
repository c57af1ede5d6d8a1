/**
 * Lets a thread end only between two native calls. A thread that is terminated while onnxruntime computes throws where nothing can
 * catch it, and the whole process aborts ("terminate called after throwing an instance of 'Napi::Error'", onnxruntime-node 1.30).
 */
import { setTimeout as sleep } from 'node:timers/promises'

const running = 0
const shutting = 1

// One text of 512 tokens takes 0.1 s on an idle core; loading a model of the user's may take seconds.
const longestWaitMs = 10_000

/** The owner's side: `cells` goes to the thread. */
export const openNativeGate = () => {
  const cells = new Int32Array(new SharedArrayBuffer(8))
  const atExit = (): void => {
    Atomics.store(cells, shutting, 1)
    Atomics.wait(cells, running, 1, longestWaitMs)
  }
  process.on('exit', atExit)
  return {
    cells,
    /** Resolves when no native call runs, and none will. */
    shut: async (): Promise<void> => {
      Atomics.store(cells, shutting, 1)
      const giveUpAt = performance.now() + longestWaitMs
      while (Atomics.load(cells, running) === 1 && performance.now() < giveUpAt) await sleep(2)
    },
    /** To be called when the thread has ended. */
    forget: (): void => void process.off('exit', atExit),
  }
}

/** The thread's side, one call at a time. Once the gate is shut it never settles: the thread is about to end. */
export const throughGate = async <Result>(cells: Int32Array, call: () => Promise<Result>): Promise<Result> => {
  // Announced before looking, so that the owner either sees the call or the call sees the owner.
  Atomics.store(cells, running, 1)
  try {
    if (Atomics.load(cells, shutting) === 0) return await call()
  } finally {
    Atomics.store(cells, running, 0)
    Atomics.notify(cells, running)
  }
  return new Promise(() => {})
}
