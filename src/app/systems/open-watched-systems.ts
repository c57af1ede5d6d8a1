/** The file of systems, the fence, and what may be looked at: opened once, given to watches, investigations and actions alike. */
import { existsSync } from 'node:fs'
import { openFence } from '../../adapters/fence/open-fence.ts'
import type { OpenedFence } from '../../adapters/fence/fence.ts'
import { openCapabilities } from '../../adapters/capabilities/open-capabilities.ts'
import { openSystems, systemsPath } from '../../adapters/systems/open-systems.ts'
import type { OwnState } from '../../adapters/capabilities/own-service.ts'
import { AppError } from '../../base/error.ts'
import type { Config } from '../../config.ts'
import type { Capabilities } from '../../domain/capability.ts'
import type { Systems } from '../../domain/systems.ts'
import { redactor } from '../../guard/redact.ts'
import type { SystemsDesk } from '../../operations/systems-desk.ts'
import { looksFaults } from './looks-faults.ts'
import { miningLogs } from './mine-log.ts'
import { systemsAdvice } from './systems-advice.ts'

export interface WatchedSystems extends SystemsDesk {
  /** Tried and proved when it is first asked for, and once: half a second that a command which runs nothing does not wait for. */
  fence(): Promise<OpenedFence>
  advice(): Promise<string[]>
}

/** Fails with `not_found` or `invalid`: a file that cannot be followed is no reason to watch nothing. */
export const openWatchedSystems = async (
  config: Pick<Config, 'systems'>,
  own: (() => Promise<OwnState>) | null = null,
  folder: string = process.cwd(),
): Promise<WatchedSystems> => {
  const path = systemsPath(config.systems, folder)
  const systems = await openSystems(path)
  let opened: Promise<OpenedFence> | null = null
  const fence = (): Promise<OpenedFence> => (opened ??= openFence())
  const [lines, names] = [redactor(), redactor({ personal: false })]
  const capabilitiesOf = (looked: Systems): Promise<Capabilities> =>
    openCapabilities({
      systems: looked,
      env: process.env,
      own,
      openFence: fence,
      mineLog: miningLogs(lines),
      now: () => new Date(),
      maskLine: (text) => lines(text).text,
      maskName: (text) => names(text).text,
    })
  const capabilities = await capabilitiesOf(systems)
  return {
    systems,
    path,
    capabilities,
    fence,
    advice: () => systemsAdvice(systems, fence, process.env),
    check: async (named) => {
      const asked = named ?? systemsPath(config.systems, folder)
      const read = await openSystems(asked)
      const { faults, notes } = looksFaults(read, await capabilitiesOf(read))
      if (faults.length > 0) throw new AppError('invalid', faults.map((fault) => `${asked}: ${fault}`).join('\n'))
      return { path: asked, systems: read, notes: [...notes, ...missingPrograms(read)] }
    },
  }
}

const missingPrograms = ({ actions }: Systems): string[] =>
  actions.filter(({ argv }) => !existsSync(argv[0]!)).map(({ name, argv }) => `The action "${name}" cannot run here: there is no ${argv[0]}.`)
