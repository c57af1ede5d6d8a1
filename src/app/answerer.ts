/** The live answerer. Asked for anew now and then, so that a model which was pulled meanwhile answers without a restart. */
import { openGenerator, type GeneratorParts, type GeneratorSetting, type OpenedGenerator } from '../adapters/models/open-generator.ts'
import type { Generator } from '../domain/model.ts'
import { retriedGenerator } from '../middleware/retried-generator.ts'

export interface Answerer {
  generator(): Generator | null
  current(): OpenedGenerator
  /** Looks again, where the choice is automatic and nothing better than the documents' own sentences was there. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export const openAnswerer = async (setting: GeneratorSetting, parts: GeneratorParts): Promise<Answerer> => {
  const open = async (): Promise<OpenedGenerator> => {
    const found = await openGenerator(setting, parts)
    return found.generator ? { ...found, generator: retriedGenerator(found.generator) } : found
  }
  let opened = await open()
  return {
    generator: () => opened.generator,
    current: () => opened,
    refresh: async () => {
      if (setting.kind === 'auto' && !opened.generator) opened = await open()
    },
    close: async () => opened.generator?.close(),
  }
}
