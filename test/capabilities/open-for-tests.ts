/** The real capabilities for a test's systems, without a program around them. */
import assert from 'node:assert/strict'
import { openCapabilities, type CapabilityParts } from '../../src/adapters/capabilities/open-capabilities.ts'
import { miningLogs } from '../../src/app/systems/mine-log.ts'
import type { Capabilities, Observation } from '../../src/domain/capability.ts'
import { noSystems, type Systems } from '../../src/domain/systems.ts'
import { redactor } from '../../src/guard/redact.ts'

export const openForTests = async (systems: Partial<Systems>, changed: Partial<CapabilityParts> = {}): Promise<Capabilities> => {
  const opened = await openCapabilities({
    systems: { ...noSystems, ...systems },
    env: {},
    own: null,
    openFence: async () => ({ fence: null, why: 'Tests of looks do without.' }),
    mineLog: miningLogs(redactor()),
    now: () => new Date(),
    maskLine: (text) => redactor()(text).text,
    maskName: (text) => text,
    ...changed,
  })
  return { ...opened, observe: async (...asked) => onlyListed(opened, await opened.observe(...asked)) }
}

/** Whoever lists its facts tells no others: checks of actions rely on it. */
const onlyListed = ({ list }: Capabilities, seen: Observation): Observation => {
  const listed = list.find(({ name }) => name === seen.capability)?.facts
  if (listed) for (const { name } of seen.facts) assert.ok(listed.includes(name), `${seen.capability} tells "${name}", which it does not list`)
  return seen
}

/** Values of a fact, in order. */
export const valuesOf = ({ facts }: Observation, name: string): unknown[] => facts.filter((it) => it.name === name).map((it) => it.value)

export const valueOf = (observation: Observation, name: string): unknown => valuesOf(observation, name)[0]
