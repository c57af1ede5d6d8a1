import type { Family, Seen, SeenFact } from './look.ts'

/** What this program says of itself. */
export interface OwnState {
  readonly version: string
  readonly isReady: boolean
  readonly pendingEmbeddings: number
  readonly openIncidents: number
  readonly models: readonly { readonly id: string; readonly state: string }[]
}

export const ownService = (own: () => Promise<OwnState>): Family => ({
  looks: [
    {
      name: 'own_service',
      summary: 'Answerable itself: ready or not, chunks that wait for their vector, open incidents, memory, models that are passed over',
      how: 'process',
      params: {},
      see: async (): Promise<Seen> => {
        const { version, isReady, pendingEmbeddings, openIncidents, models } = await own()
        return {
          facts: [
            { name: 'version', value: version },
            { name: 'is_ready', value: isReady },
            { name: 'pending_embeddings', value: pendingEmbeddings },
            { name: 'open_incidents', value: openIncidents },
            { name: 'memory_bytes', value: process.memoryUsage.rss() },
            { name: 'uptime_seconds', value: Math.round(process.uptime()) },
            ...models.map(({ id, state }): SeenFact => ({ name: 'is_model_available', value: state !== 'open', labels: { model: id } })),
          ],
        }
      },
    },
  ],
  missing: [],
})
