import type { Generator, GeneratorPart } from '../domain/model.ts'

export interface ScriptedGenerator extends Generator {
  /** How often it was asked. */
  calls: number
}

/** Each call plays the next script, the last one again and again: parts are yielded, an error is thrown. */
export const scriptedGenerator = (
  scripts: readonly (readonly (GeneratorPart | Error)[])[],
  more: Partial<Pick<Generator, 'id' | 'contextTokens' | 'capabilities' | 'countTokens'>> = {},
): ScriptedGenerator => ({
  id: 'scripted',
  contextTokens: 1000,
  capabilities: { structured: 'prompt', tools: false, maxOutputTokens: null, languages: null },
  passageBudgetTokens: 100,
  calls: 0,
  countTokens: async (text) => text.length,
  close: async () => {},
  async *stream() {
    const script = scripts[Math.min(this.calls++, scripts.length - 1)]!
    for (const step of script) {
      if (step instanceof Error) throw step
      yield step
    }
  },
  ...more,
})

export const says = (text: string): GeneratorPart => ({ type: 'text-delta', text })

export const ends: GeneratorPart = { type: 'finish', reason: 'stop', usage: { inputTokens: 1000, outputTokens: 100, reported: true, costUsd: null } }
