/** Approvals that are none: replayed, altered, somebody else's, too late. What passes is a hole. */
import { seededRandom } from '../../src/base/random.ts'
import { newId, sha256 } from '../../src/base/id.ts'
import type { ActionDefinition, Actions, PinnedFile, Proposal } from '../../src/domain/action.ts'
import { owner, withinCall, type Caller } from '../../src/domain/call.ts'
import type { actions } from '../../src/act/actions.ts'
import { anAction, memoryProposals } from '../support/actions.ts'

/** The world that is attacked: a clock, a file of definitions and a program that may change, and a count of what was run. */
export interface World {
  readonly acts: Actions
  readonly store: ReturnType<typeof memoryProposals>
  now: number
  definition: ActionDefinition
  program: string
  readonly ran: string[]
}

export const aWorld = (make: typeof actions): World => {
  const ran: string[] = []
  const world = { now: Date.UTC(2026, 0, 1), definition: anAction(), program: 'as it was', ran } as { -readonly [Field in keyof World]: World[Field] }
  const pinned = (): readonly PinnedFile[] => [{ path: '/usr/bin/true', inode: '1:1', sha256: sha256(world.program) }]
  world.store = memoryProposals(() => new Date(world.now))
  world.acts = make({
    definitions: [anAction()],
    reread: async () => [world.definition],
    store: world.store,
    runner: {
      assertReady: async () => {},
      pin: async () => pinned(),
      run: async ({ argv }) => {
        ran.push(argv.join(' '))
        return { exitCode: 0, problem: null, output: '', startedAt: new Date(world.now), durationMs: 1 }
      },
    },
    audit: { append: async () => ({}) as never },
    killSwitch: { signal: () => new AbortController().signal, assertRunning: async () => {} },
    capabilities: { list: [], observe: () => Promise.reject(new Error('nothing is looked at')) },
    mask: (text) => text,
    now: () => new Date(world.now),
    sleep: async () => {},
  })
  return world
}

export const stranger: Caller = { id: '0123456789ab', name: 'another admin', scope: 'admin', collections: '*' }
export const as = <Result>(caller: Caller, work: () => Promise<Result>): Promise<Result> => withinCall({ caller }, work)

const propose = (world: World, unit = 'nginx.service'): Promise<Proposal> =>
  as(owner, () => world.acts.propose({ action: 'restart_unit', parameters: { unit }, reason: 'It hangs.', evidence: [], investigationId: null }))

/** Each leaves the world as it found it, but for the clock. Gives how many approvals it tried that nobody may pass. */
type Forgery = (world: World, proposal: Proposal, random: () => number) => Promise<number>

const tried = async (world: World, caller: Caller, id: string, hash: string): Promise<number> => {
  await as(caller, () => world.acts.approve(id, hash)).catch(() => {})
  return 1
}

const odd = ['', '__proto__', 'constructor', 'toString', 'null', '0', '*', "' or 1=1 --", '\0', '{}', 'true'] as const
const pick = <Item>(items: readonly Item[], random: () => number): Item => items[Math.floor(random() * items.length)]!

/** One hexadecimal digit, one bit of it. */
export const flipped = (hash: string, random: () => number): string => {
  const at = Math.floor(random() * hash.length)
  const digit = Number.parseInt(hash[at]!, 16) ^ (1 << Math.floor(random() * 4))
  return hash.slice(0, at) + digit.toString(16) + hash.slice(at + 1)
}

export const forgeries: Readonly<Record<string, Forgery>> = {
  'a bit of the hash flipped': (world, { id, hash }, random) => tried(world, owner, id, flipped(hash, random)),
  'capital letters': (world, { id, hash }) => tried(world, owner, id, hash.toUpperCase() === hash ? `${hash} ` : hash.toUpperCase()),
  'a part of the hash': (world, { id, hash }, random) => tried(world, owner, id, hash.slice(0, Math.floor(random() * 64))),
  'more than the hash': (world, { id, hash }, random) => tried(world, owner, id, hash + pick([' ', '\n', '0', '\0', hash], random)),
  'an odd hash': (world, { id }, random) => tried(world, owner, id, pick(odd, random)),
  'another id': (world, { hash }) => tried(world, owner, newId(), hash),
  'an odd id': (world, { hash }, random) => tried(world, owner, pick(odd, random), hash),
  'the id of another proposal': async (world, { hash }) => tried(world, owner, (await propose(world, 'indexer.service')).id, hash),
  'the hash of another proposal': async (world, { id }) => tried(world, owner, id, (await propose(world)).hash),
  'another principal': (world, { id, hash }) => tried(world, stranger, id, hash),
  'too late': async (world, { id, hash }, random) => {
    world.now += 300_000 + Math.floor(random() * 1e6)
    return tried(world, owner, id, hash)
  },
  'a changed parameter': async (world, proposal, random) => {
    await world.store.add(
      { ...proposal, parameters: { unit: 'indexer.service' }, argv: pick([proposal.argv, ['/usr/bin/true', 'indexer.service']], random) },
      {} as never,
    )
    return tried(world, owner, proposal.id, proposal.hash)
  },
  'a changed definition': async (world, { id, hash }, random) => {
    const was = world.definition
    world.definition = pick(
      [
        anAction({ argv: ['/usr/bin/true', '{unit}', '--now'] }),
        anAction({ access: { reads: [], writes: ['/'], network: 'none', environment: [] } }),
        anAction({ access: { reads: [], writes: [], network: 'host', environment: [] } }),
        anAction({ limitSeconds: 3600 }),
        anAction({ undo: { action: 'restart_unit', parameters: { unit: 'nginx.service' } } }),
        anAction({ name: 'another' }),
        anAction({ parameters: [{ name: 'unit', kind: 'enum', values: ['other.service'], description: '' }] }),
      ],
      random,
    )
    const count = await tried(world, owner, id, hash)
    world.definition = was
    return count
  },
  'a changed program': async (world, { id, hash }, random) => {
    world.program = `changed ${random()}`
    const count = await tried(world, owner, id, hash)
    world.program = 'as it was'
    return count
  },
  'what was rejected': async (world, { id, hash }) => {
    await as(owner, () => world.acts.reject(id))
    return tried(world, owner, id, hash)
  },
}

/** What was approved well is approved again, at the same moment and afterwards: one run, whatever follows. */
const replay: Forgery = async (world, { id, hash }, random) => {
  const atOnce = 1 + Math.floor(random() * 4)
  await Promise.all(Array.from({ length: atOnce }, () => tried(world, owner, id, hash)))
  for (let again = 0; again < 4; again++) await tried(world, owner, id, hash)
  // One of them was the approval itself.
  return atOnce + 3
}

export interface Forged {
  readonly attempts: number
  /** Runs that no good approval stands behind. */
  readonly passed: number
  readonly byKind: Readonly<Record<string, number>>
}

export const forge = async (make: typeof actions, attempts: number, seed: number): Promise<Forged> => {
  const random = seededRandom(seed)
  const kinds = [...Object.entries(forgeries), ['approved before', replay] as const]
  const byKind: Record<string, number> = {}
  let [done, passed] = [0, 0]
  let world = aWorld(make)
  for (let round = 0; done < attempts; round++) {
    // What is kept grows; nothing of it is needed again.
    if (round % 500 === 499) world = aWorld(make)
    const [kind, attack] = kinds[round % kinds.length]!
    const before = world.ran.length
    done += await attack(world, await propose(world), random)
    const holes = world.ran.length - before - (attack === replay ? 1 : 0)
    if (attack === replay && holes < 0) throw new Error('A good approval ran nothing: the forgeries would prove nothing.')
    passed += Math.max(0, holes)
    byKind[kind] = (byKind[kind] ?? 0) + Math.max(0, holes)
  }
  return { attempts: done, passed, byKind }
}
