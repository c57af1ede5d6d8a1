import type { OwnState } from '../../adapters/capabilities/own-service.ts'
import type { IncidentStore } from '../../domain/incident.ts'
import type { TaskStatus } from '../../operations/app.ts'
import { version } from '../version.ts'

export interface OwnStateParts {
  readonly answerer: { status(): readonly TaskStatus[] | Promise<readonly TaskStatus[]> }
  readonly embeddings: { pending(): Promise<number> }
  readonly watching: { readonly incidents: Pick<IncidentStore, 'countUnresolved'> }
  readonly isReady: () => boolean
}

/** What a watch may see of this program itself. */
export const ownState = async ({ answerer, embeddings, watching, isReady }: OwnStateParts): Promise<OwnState> => {
  const models = (await answerer.status()).flatMap((it) => it.models)
  return {
    version,
    isReady: isReady(),
    pendingEmbeddings: await embeddings.pending(),
    openIncidents: await watching.incidents.countUnresolved(),
    models: [...new Map(models.map(({ id, state }) => [id, { id, state }])).values()],
  }
}
