import type { OpenedFence } from '../../adapters/fence/fence.ts'
import type { Systems } from '../../domain/systems.ts'

/** What keeps the file of systems from being followed whole, and what brings it: for `doctor`. */
export const systemsAdvice = async (systems: Systems, fence: () => Promise<OpenedFence>, env: NodeJS.ProcessEnv): Promise<string[]> => {
  const wantsFence = systems.units.length > 0 || systems.actions.length > 0
  const why = wantsFence ? (await fence()).why : null
  const names = [...systems.postgres.map((it) => it.urlEnv), ...systems.prometheus.flatMap((it) => it.bearerTokenEnv ?? [])]
  return [
    ...(why === null ? [] : [`Programs cannot be fenced, so that units are not looked at and no action is run. ${why}`]),
    ...[...new Set(names)].filter((name) => !env[name]).map((name) => `The environment variable ${name}, which the file of systems names, is not set.`),
  ]
}
