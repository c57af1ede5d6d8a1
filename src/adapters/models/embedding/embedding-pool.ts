/**
 * Shares texts among embedding threads: questions first, documents in order, cancelled ones dropped before they cost anything.
 * One thread always stands ready; the others start when work piles up, and end when there has been none for a while, to give their memory back.
 */
import { AppError } from '../../../base/error.ts'
import type { EmbeddingThread } from './embedding-thread.ts'

export interface EmbeddingPool {
  embed(text: string, urgent: boolean, signal?: AbortSignal): Promise<Float32Array>
  countTokens(texts: readonly string[]): Promise<number[]>
  /** How many threads live now. */
  threads(): number
  close(): Promise<void>
}

export interface EmbeddingPoolParts {
  readonly start: () => EmbeddingThread
  readonly first: EmbeddingThread
  readonly mostThreads: number
  readonly idleMs: number
}

// Two, so that a thread finds its next text waiting; a question overtakes within the thread.
const documentsInFlight = 2
const questionsInFlight = 4
const backlogThatStartsThreads = 8

interface Task {
  readonly text: string
  readonly urgent: boolean
  readonly signal: AbortSignal | undefined
  readonly resolve: (vector: Float32Array) => void
  readonly reject: (reason: unknown) => void
}

interface Lane {
  readonly thread: EmbeddingThread
  inFlight: number
  idleTimer: NodeJS.Timeout | null
}

export const openEmbeddingPool = ({ start, first, mostThreads, idleMs }: EmbeddingPoolParts): EmbeddingPool => {
  const lanes: Lane[] = []
  const ending = new Set<EmbeddingThread>()
  const questions = new Set<Task>()
  const documents = new Set<Task>()
  let closed = false

  const addLane = (thread: EmbeddingThread): void => {
    const lane: Lane = { thread, inFlight: 0, idleTimer: null }
    lanes.push(lane)
    void thread.ended.then(() => {
      ending.delete(thread)
      leave(lane)
      if (!closed) dispatch()
    })
  }

  const leave = (lane: Lane): void => {
    if (lanes.includes(lane)) lanes.splice(lanes.indexOf(lane), 1)
  }

  const dispatch = (): void => {
    if (lanes.length === 0 && questions.size + documents.size > 0) addLane(start())
    for (const task of questions) if (!hand(task, questionsInFlight)) break
    for (const task of documents) if (!hand(task, documentsInFlight)) break
    if (questions.size + documents.size >= backlogThatStartsThreads && lanes.length < mostThreads) {
      addLane(start())
      dispatch()
    }
  }

  const hand = (task: Task, most: number): boolean => {
    const lane = lanes.reduce((best, other) => (other.inFlight < best.inFlight ? other : best), lanes[0]!)
    if (lane.inFlight >= most) return false
    forget(task)
    void run(task, lane)
    return true
  }

  const run = async ({ text, urgent, signal, resolve, reject }: Task, lane: Lane): Promise<void> => {
    if (lane.idleTimer) clearTimeout(lane.idleTimer)
    lane.inFlight++
    try {
      resolve(await lane.thread.call('embed', { text, urgent }, { signal }))
    } catch (error) {
      reject(error)
    }
    lane.inFlight--
    dispatch()
    if (lane.inFlight === 0) endWhenIdle(lane)
  }

  const endWhenIdle = (lane: Lane): void => {
    lane.idleTimer = setTimeout(() => {
      if (lane.inFlight > 0 || lanes.length === 1) return
      // Out of the list at once, or two threads that fall idle together would both go.
      leave(lane)
      ending.add(lane.thread)
      void lane.thread.close()
    }, idleMs).unref()
  }

  const forget = (task: Task): void => {
    questions.delete(task)
    documents.delete(task)
  }

  addLane(first)

  return {
    embed: (text, urgent, signal) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedError())
        if (signal?.aborted) return reject(signal.reason)
        const onAbort = (): void => {
          forget(task)
          reject(signal!.reason)
        }
        const settled = (): void => signal?.removeEventListener('abort', onAbort)
        const task: Task = {
          text,
          urgent,
          signal,
          resolve: (vector) => (settled(), resolve(vector)),
          reject: (reason) => (settled(), reject(reason)),
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        ;(urgent ? questions : documents).add(task)
        dispatch()
      }),
    countTokens: (texts) => {
      if (closed) return Promise.reject(closedError())
      if (lanes.length === 0) addLane(start())
      return lanes[0]!.thread.call('countTokens', { texts })
    },
    threads: () => lanes.length,
    close: async () => {
      closed = true
      for (const task of [...questions, ...documents]) task.reject(closedError())
      questions.clear()
      documents.clear()
      await Promise.all([...lanes.map(({ thread }) => thread), ...ending].map((thread) => thread.close()))
    },
  }
}

const closedError = (): AppError => new AppError('unavailable', 'The embedder has been closed, because the program is ending.')
