import type { GenerateOptions, Message } from '../../../domain/model.ts'
import { firstModel } from './list-models.ts'
import type { ParameterDialect } from './parameter-dialect.ts'
import type { SeenPrefixes } from './prompt-prefix.ts'
import type { PhaseTimeouts, PhaseTimer } from './phase-timeouts.ts'
import type { Provider } from './provider.ts'
import type { ServerFacts } from './server-facts.ts'
import type { StructureLevel } from './structure-level.ts'
import type { CallFacts } from './upstream-error.ts'

/** What is known of a server, and learned from call to call. */
export interface ServerState {
  readonly provider: Provider
  readonly apiKey: string | undefined
  /** Known from the start, or after the first call. */
  model: string | undefined
  readonly timeouts: PhaseTimeouts
  readonly dialect: ParameterDialect
  readonly prefixes: SeenPrefixes
  /** The strongest form of structured output that the server has not refused. */
  level: StructureLevel
  /** What the server told of its model, once it was asked. */
  facts: ServerFacts | null
}

/** One call, on its way. */
export interface Call {
  readonly state: ServerState
  readonly messages: readonly Message[]
  readonly asked: GenerateOptions
  readonly timer: PhaseTimer
  readonly signal: AbortSignal
  progress: CallFacts['progress']
}

export const modelOf = async (state: ServerState, signal: AbortSignal): Promise<string> =>
  (state.model ??= await firstModel(state.provider.server, state.provider.authorization, signal))

export const factsOf = ({ state, progress, messages }: Pick<Call, 'state' | 'progress' | 'messages'>): CallFacts => ({
  ...state.provider.words,
  host: state.provider.server.host,
  model: state.model ?? '',
  apiKey: state.apiKey,
  connectMs: state.timeouts.connectMs,
  progress,
  messages,
})
