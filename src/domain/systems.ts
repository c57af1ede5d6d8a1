/** What the operator has written down of the systems that are watched (`systems.yaml`): the inventory that names are checked against. */
import type { ActionDefinition } from './action.ts'
import type { InvestigationLimits } from './investigation.ts'
import type { Grade, Watch } from './watch.ts'

export interface Systems {
  /** Collection with runbooks; null: none. */
  readonly runbooks: string | null
  readonly prometheus: readonly {
    readonly name: string
    readonly url: string
    readonly bearerTokenEnv: string | null
    readonly queries: Readonly<Record<string, string>>
  }[]
  /** HTTP(S) only, GET or HEAD. */
  readonly probes: readonly {
    readonly name: string
    readonly url: string
    readonly service: string | null
    readonly expectStatus: readonly number[]
    readonly timeoutMs: number
  }[]
  readonly logs: readonly { readonly name: string; readonly service: string | null; readonly from: { readonly file: string } | { readonly unit: string } }[]
  /** Units of systemd whose state and journal may be read. */
  readonly units: readonly string[]
  readonly postgres: readonly { readonly name: string; readonly service: string | null; readonly urlEnv: string }[]
  readonly kubernetes: readonly {
    readonly name: string
    readonly api: string
    readonly namespaces: readonly string[]
    readonly tokenFile: string | null
    readonly caFile: string | null
  }[]
  /** Mount points that matter; empty: all that are disks. */
  readonly mounts: readonly string[]
  /** Processes that are known by a name of ours: matched with the command's file name, never with a pattern. */
  readonly processes: readonly { readonly name: string; readonly executable: string; readonly service: string | null }[]
  /** TLS endpoints whose certificate is looked at. */
  readonly certificates: readonly { readonly name: string; readonly host: string; readonly port: number; readonly service: string | null }[]
  /** TCP ports that are connected to and closed again, and names that are looked up. */
  readonly endpoints: readonly { readonly name: string; readonly host: string; readonly port: number; readonly service: string | null }[]
  /** Folders whose size is added up. */
  readonly directories: readonly { readonly name: string; readonly path: string; readonly service: string | null }[]
  /** Configuration files whose hash, time and syntax are looked at; their words are hostile. */
  readonly files: readonly { readonly name: string; readonly path: string; readonly service: string | null }[]
  /** `incidentsFrom`: the grade from which an incident is investigated as it opens; null: when a person asks. */
  readonly diagnosis: { readonly incidentsFrom: Grade | null; readonly limits: InvestigationLimits }
  readonly watches: readonly Watch[]
  readonly actions: readonly ActionDefinition[]
}

/** Of a machine whose operator has written nothing down. */
export const noSystems: Systems = {
  runbooks: null,
  prometheus: [],
  probes: [],
  logs: [],
  units: [],
  postgres: [],
  kubernetes: [],
  mounts: [],
  processes: [],
  certificates: [],
  endpoints: [],
  directories: [],
  files: [],
  // A local model of 1.5B writes a diagnosis in 2 to 3 minutes on two cores.
  diagnosis: { incidentsFrom: null, limits: { steps: 120, tokens: 60_000, costUsd: 0.5, seconds: 300 } },
  watches: [],
  actions: [],
}
