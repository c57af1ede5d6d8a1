import type { ActionCheck, ActionDefinition, ActionParameter } from '../../domain/action.ts'
import type { ActionFile, inventories } from './action-file.ts'
import type { SystemsFile } from './systems-file.ts'

/** A parameter that takes names of a list holds them from now on: it is as closed as one that lists its values. */
export const toAction = (given: ActionFile, systems: SystemsFile): ActionDefinition => ({
  ...given,
  parameters: given.parameters.map((it): ActionParameter => (it.kind === 'inventory' ? { ...without(it), values: namesOf(systems, it.of) } : it)),
  limitSeconds: given.limit,
  check: given.check ? toCheck(given.check) : null,
  undo: given.undo ?? null,
})

const without = ({ of: _of, ...it }: Extract<ActionFile['parameters'][number], { kind: 'inventory' }>): ActionParameter => it

const toCheck = ({ within, expect, ...it }: NonNullable<ActionFile['check']>): ActionCheck => ({
  ...it,
  expect: {
    ...(expect.equals !== undefined && { equals: expect.equals }),
    ...(expect.above !== undefined && { above: expect.above }),
    ...(expect.below !== undefined && { below: expect.below }),
  },
  withinSeconds: within,
})

/** Of `units` and `mounts` the names are the things themselves. */
export const namesOf = (systems: SystemsFile, of: (typeof inventories)[number]): string[] =>
  of === 'units'
    ? [...new Set([...systems.units, ...systems.logs.flatMap((it) => it.unit ?? [])])]
    : systems[of].map((it) => (typeof it === 'string' ? it : it.name))
