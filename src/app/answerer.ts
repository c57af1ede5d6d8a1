/** The live answerer. Asked for anew now and then, so that a model which was pulled meanwhile answers without a restart. */
import { openGenerator, type GeneratorParts, type GeneratorSetting, type OpenedGenerator } from '../adapters/models/open-generator.ts'
import type { ModelFor, Task, TaskProfile } from '../domain/task.ts'
import { retriedGenerator } from '../middleware/retried-generator.ts'

export interface Answerer {
  readonly modelFor: ModelFor
  current(): OpenedGenerator
  /** Looks again, where the choice is automatic and nothing better than the documents' own sentences was there. */
  refresh(): Promise<void>
  close(): Promise<void>
}

const profiles: Record<Task, TaskProfile> = {
  answer: { temperature: 0, maxTokens: 4096 },
  condense: { temperature: 0, maxTokens: 128 },
  extract: { temperature: 0, maxTokens: 2048 },
  judge: { temperature: 0, maxTokens: 1024 },
  summarise: { temperature: 0, maxTokens: 1024 },
  creative: { temperature: 0.7, maxTokens: 512 },
}

export const openAnswerer = async (setting: GeneratorSetting, parts: GeneratorParts): Promise<Answerer> => {
  const open = async (): Promise<OpenedGenerator> => {
    const found = await openGenerator(setting, parts)
    return found.generator ? { ...found, generator: retriedGenerator(found.generator) } : found
  }
  let opened = await open()
  return {
    modelFor: (task) => opened.generator && { generator: opened.generator, ...profiles[task] },
    current: () => opened,
    refresh: async () => {
      if (setting.kind === 'auto' && !opened.generator) opened = await open()
    },
    close: async () => opened.generator?.close(),
  }
}
