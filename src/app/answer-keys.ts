import { sha256 } from '../base/id.ts'
import { settings, type Config } from '../config.ts'
import type { Question } from '../domain/answer.ts'
import type { AnswerKey } from '../domain/answer-cache.ts'
import { currentCall, type Caller, type Visible } from '../domain/call.ts'
import type { Embedder } from '../domain/model.ts'
import { tasks, type ModelFor } from '../domain/task.ts'
import answerability from '../answer/extract/answerability-weights.json' with { type: 'json' }
import extractive from '../answer/extract/extractive-weights.json' with { type: 'json' }
import injections from '../guard/scan/injection-weights.json' with { type: 'json' }
import verifier from '../answer/verify/verifier-weights.json' with { type: 'json' }
import { normalForm } from '../answer/same-question/normal-form.ts'
import { extractiveModel } from '../answer/parts.ts'
import type { Prompts } from '../answer/prompt-template.ts'

export interface AnswerKeyParts {
  readonly version: string
  readonly config: Config
  readonly prompts: Prompts
  readonly modelFor: ModelFor
  readonly embedderOf: (collection: string) => Promise<Embedder | null>
}

/** All that an answer depends on but the documents, hashed. What is in doubt is in: a difference that does not matter costs a miss, one that is overlooked a lie. */
export const answerKeys = ({ version, config, prompts, modelFor, embedderOf }: AnswerKeyParts): ((question: Question) => Promise<AnswerKey>) => {
  const program = hashOf([version, settingsThatCount(config), prompts, answerability, extractive, verifier, injections])
  return async ({ text, collection, maxTokens, topK, history, responseSchema }) => {
    const embedder = await embedderOf(collection)
    const models = tasks.map((task) => {
      const model = modelFor(task)
      return model && [task, model.generator.id, model.temperature, model.maxTokens, model.orExtractive ?? false]
    })
    const kin = hashOf([program, ...eyesOf(currentCall().caller), models, embedder?.id ?? null, maxTokens, topK, history, responseSchema])
    const model = modelFor(responseSchema ? 'extract' : 'answer')?.generator.id ?? extractiveModel
    const form = config.answerCache === 'semantic' && history.length === 0 ? normalForm(text) : null
    return { collection, key: hashOf([kin, sameWords(text)]), form: form && hashOf([kin, form]), model }
  }
}

/** Changes that cannot change the meaning: how letters with marks are written, and white space. */
const sameWords = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Whoever sees the same rows and documents. */
const eyesOf = ({ collections, customer, isStaff = false }: Caller): unknown[] => [visibleTo(collections), customer?.id ?? null, isStaff]

const visibleTo = (collections: Visible): Visible => (collections === '*' ? '*' : collections.toSorted())

/** Where the program listens and keeps its files, how much it does at once, what it may cost, and what it tells of itself do not change what it answers. */
const withoutInfluence: ReadonlySet<string> = new Set<keyof Config>([
  ...(['host', 'port', 'allowedHosts', 'requestsPerMinute', 'dataDir', 'modelsDir', 'logLevel', 'watch', 'recheckSeconds', 'jobs'] as const),
  ...(['databaseConnections', 'databaseReadWaitMs', 'questionsAtOnce', 'questionsWaiting', 'questionWaitSeconds', 'openStreams'] as const),
  ...(['memoryLimitMb', 'bodyLimitMb', 'uploadLimitMb', 'stopSeconds', 'budgetUsdPerDay', 'budgetUsdPerMonth'] as const),
  ...(['budgetTokensPerDay', 'budgetTokensPerMonth', 'budgetWaitSeconds', 'otlpEndpoint', 'serviceName', 'exportContent'] as const),
  ...(['contentDays', 'redactContent', 'answerCache', 'answerCacheDays', 'answerCacheMegabytes'] as const),
])

const settingsThatCount = (config: Config): unknown =>
  Object.entries(settings)
    .filter(([name, it]) => !it.secret && !withoutInfluence.has(name))
    .map(([name]) => [name, config[name as keyof Config]])

const hashOf = (parts: unknown): string => sha256(JSON.stringify(parts))
