/** Live embedders by the id of their vectors: the one of the settings, and others for as long as their vectors are searched or made. */
import type { EmbedderSetting, OpenedEmbedder } from '../adapters/models/embedding/open-embedder.ts'
import { isAppError } from '../base/error.ts'
import type { Embedder } from '../domain/model.ts'
import { questionsFirst, type QuestionsFirst } from '../middleware/questions-first.ts'

export interface Embedders {
  live(modelId: string): Embedder | null
  /** Why it is not live; null while it is, or is just being opened. */
  failure(modelId: string): string | null
  /** Opens what is wanted and closes what is not any more, behind; what cannot be had is tried again in a while. Resolves when each was tried. */
  keep(wanted: ReadonlySet<string>): Promise<void>
  /** For a model that is not wanted yet: closed again unless it is soon. */
  open(setting: EmbedderSetting, signal?: AbortSignal): Promise<OpenedEmbedder>
  /** How it was opened; null for one that is not live. */
  settingOf(modelId: string): EmbedderSetting | null
  /** All of them let questions go first, whichever of them is asked. */
  readonly manners: QuestionsFirst
  close(): Promise<void>
}

export interface EmbeddersParts {
  readonly open: (setting: EmbedderSetting, signal?: AbortSignal) => Promise<OpenedEmbedder>
  /** How vectors of this id were made; null when nobody knows. */
  readonly settingFor: (modelId: string) => Promise<EmbedderSetting | null>
  readonly log: (message: string, error: unknown) => void
}

const retryEveryMs = 5 * 60_000
// A question may still be under way with it, or a change be asked for after its estimate.
const graceMs = 5 * 60_000

interface Opened {
  readonly embedder: Embedder
  readonly setting: EmbedderSetting
  lastWantedMs: number
}

export const openEmbedders = (parts: EmbeddersParts): Embedders => {
  const opened = new Map<string, Opened>()
  const opening = new Map<string, Promise<void>>()
  const failed = new Map<string, { readonly atMs: number; readonly message: string }>()
  const stop = new AbortController()
  const manners = questionsFirst()

  const hold = (embedder: OpenedEmbedder, setting: EmbedderSetting): OpenedEmbedder => {
    const polite = { ...embedder, embed: manners.embedder(embedder).embed }
    opened.set(embedder.id, { embedder: polite, setting, lastWantedMs: Date.now() })
    return polite
  }

  const attempt = async (modelId: string): Promise<void> => {
    try {
      const setting = await parts.settingFor(modelId)
      if (!setting) throw new Error(`Nobody knows how the vectors of "${modelId}" were made.`)
      const embedder = await parts.open(setting, stop.signal)
      if (embedder.id !== modelId || stop.signal.aborted) {
        await embedder.close()
        throw new Error(`What is found under the name of "${modelId}" makes other vectors now ("${embedder.id}").`)
      }
      failed.delete(modelId)
      hold(embedder, setting)
    } catch (error) {
      if (stop.signal.aborted) return
      failed.set(modelId, { atMs: Date.now(), message: isAppError(error) ? error.message : (error as Error).message })
      parts.log(`The embedding model "${modelId}", whose vectors are searched, cannot be had; words alone decide until it can.`, error)
    }
  }

  const tryOne = (modelId: string): Promise<void> => {
    let running = opening.get(modelId)
    if (!running) {
      running = attempt(modelId).finally(() => opening.delete(modelId))
      opening.set(modelId, running)
    }
    return running
  }

  const closeUnwanted = (wanted: ReadonlySet<string>): void => {
    for (const [modelId, it] of opened) {
      if (wanted.has(modelId)) it.lastWantedMs = Date.now()
      else if (Date.now() - it.lastWantedMs > graceMs) {
        opened.delete(modelId)
        void it.embedder.close()
      }
    }
  }

  return {
    live: (modelId) => opened.get(modelId)?.embedder ?? null,
    failure: (modelId) => failed.get(modelId)?.message ?? null,
    keep: async (wanted) => {
      closeUnwanted(wanted)
      const due = [...wanted].filter((id) => !opened.has(id) && Date.now() - (failed.get(id)?.atMs ?? -Infinity) > retryEveryMs)
      await Promise.all(due.map(tryOne))
    },
    open: async (setting, signal) => {
      const embedder = await parts.open(setting, signal)
      const known = opened.get(embedder.id)
      if (!known) return hold(embedder, setting)
      await embedder.close()
      known.lastWantedMs = Date.now()
      return known.embedder as OpenedEmbedder
    },
    settingOf: (modelId) => opened.get(modelId)?.setting ?? null,
    manners,
    close: async () => {
      stop.abort()
      await Promise.all(opening.values())
      await Promise.all([...opened.values()].map(({ embedder }) => embedder.close()))
    },
  }
}
