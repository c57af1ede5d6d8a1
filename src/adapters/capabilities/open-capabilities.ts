import { AppError } from '../../base/error.ts'
import type { Capabilities } from '../../domain/capability.ts'
import type { Systems } from '../../domain/systems.ts'
import { postgresFamily } from './database/postgres-family.ts'
import { fileFamily } from './files/file-family.ts'
import { hostFamily } from './host/host-family.ts'
import { kubernetesFamily } from './kubernetes/kubernetes-family.ts'
import { logFamily, type LogParts } from './logs/log-family.ts'
import type { Family } from './look.ts'
import { netFamily } from './net/net-family.ts'
import { observing, type ObservingParts } from './observing.ts'
import { ownService, type OwnState } from './own-service.ts'
import { prometheusFamily } from './prometheus/prometheus-family.ts'

export interface CapabilityParts extends ObservingParts, Omit<LogParts, 'fenced'> {
  readonly systems: Systems
  readonly env: NodeJS.ProcessEnv
  /** Null where nothing of this program runs but the looks. */
  readonly own: (() => Promise<OwnState>) | null
}

/** All that may be looked at on this machine with this file of systems. The fence is tried only where something in the file needs it. */
export const openCapabilities = async (parts: CapabilityParts): Promise<Capabilities> => {
  const { systems, env } = parts
  const families: Family[] = [
    hostFamily(systems),
    netFamily(systems),
    fileFamily(systems),
    logFamily(systems, { ...parts, fenced: await fenced(parts) }),
    prometheusFamily(systems, env),
    postgresFamily(systems, env),
    kubernetesFamily(systems),
    parts.own ? ownService(parts.own) : { looks: [], missing: [{ name: 'own_service', why: 'Answerable does not serve here.' }] },
  ]
  const list = families.flatMap((it) => it.looks).map((look) => observing(look, parts))
  const byName = new Map(list.map((it) => [it.name, it]))
  return {
    list,
    missing: families.flatMap((it) => it.missing),
    observe: async (name, params, signal) => {
      const found = byName.get(name)
      if (!found) throw new AppError('not_found', 'There is no capability of this name. "answerable systems show" lists them.')
      return found.observe((params ?? {}) as Readonly<Record<string, unknown>>, signal)
    },
  }
}

const fenced = async ({ systems, openFence }: CapabilityParts): Promise<{ works: boolean; why: string }> => {
  if (systems.units.length === 0) return { works: false, why: 'systems.yaml names no units.' }
  const { fence, why } = await openFence()
  return { works: fence !== null, why: why ?? '' }
}
