import type { Judge, Judgement, PairJudgement } from '../../domain/judgement.ts'

/** Judgements of a judging that was stopped, by item and how many times that item was judged before. Durable when `keep` resolves. */
export interface JudgementMemory {
  find(key: string): Judgement | PairJudgement | undefined
  keep(key: string, judgement: Judgement | PairJudgement): Promise<void>
}

/** Asks only what is not remembered. Failed judgements are asked anew; what is remembered costs nothing again. */
export const rememberedJudge = (inner: Judge, memory: JudgementMemory): Judge => {
  const times = new Map<string, number>()
  const remembered = async <One extends Judgement | PairJudgement>(id: string, ask: () => Promise<One>): Promise<One> => {
    const time = times.get(id) ?? 0
    times.set(id, time + 1)
    const key = `${time}:${id}`
    const known = memory.find(key)
    if (known) return { ...(known as One), inputTokens: 0, outputTokens: 0, costUsd: 0 }
    const judgement = await ask()
    // An explanation repeats the answer's words: those stay in the file that they came from.
    if (judgement.failure === null) await memory.keep(key, { ...judgement, explanation: '' })
    return judgement
  }
  return {
    ...inner,
    judge: (item, signal) => remembered(item.id, () => inner.judge(item, signal)),
    compare: (pair, signal) => remembered(pair.id, () => inner.compare(pair, signal)),
  }
}
