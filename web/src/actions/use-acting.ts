import { useState } from 'preact/hooks'
import { readActions, readAgent, type AgentState, type Listed } from '../api/actions.ts'
import { sentenceOf } from '../api/request.ts'
import { useRegularly } from '../use-regularly.ts'

export interface Acting {
  /** Null until they are known; what was seen last stays while the server is away. */
  readonly listed: Listed | null
  readonly agent: AgentState | null
  readonly failure: string | null
  /** At once, after something was done. */
  readonly refresh: () => void
}

const everyMs = 2_000

export const useActing = (): Acting => {
  const [turn, setTurn] = useState(0)
  const [seen, setSeen] = useState<Omit<Acting, 'refresh'>>({ listed: null, agent: null, failure: null })
  useRegularly(
    everyMs,
    async (isCurrent) => {
      try {
        const [listed, agent] = await Promise.all([readActions(), readAgent()])
        if (isCurrent()) setSeen({ listed, agent, failure: null })
      } catch (error) {
        if (isCurrent()) setSeen((it) => ({ ...it, failure: sentenceOf(error) }))
      }
    },
    turn,
  )
  return { ...seen, refresh: () => setTurn((it) => it + 1) }
}
