/** Attempts of all families in turn, the same for the same seed. */
import { whole, type Attempt, type Mint, type Scene } from './attempt.ts'
import { families } from './families/index.ts'
import { randomOf, type Random } from './random.ts'
import type { Shop } from './shop.ts'

export function* attempts(shop: Shop, mint: Mint, count: number, seed: number, names: readonly string[] = Object.keys(families)): Generator<Attempt> {
  const random = randomOf(seed)
  const makeScene = scenes(shop, mint, random)
  for (let number = 0; number < count; number++) {
    const name = names[number % names.length]!
    const scene = makeScene()
    yield whole(name, scene, families[name]!(scene))
  }
}

export const scenes = (shop: Shop, mint: Mint, random: Random): (() => Scene) => {
  const taken = new Set(shop.orders.map(({ order_id }) => order_id))
  const buyers = [...new Set(shop.orders.map(({ customer_id }) => customer_id))].map((id) => shop.customers.find(({ customer_id }) => customer_id === id)!)
  const orderOf = (customerId: string) => random.pick(shop.orders.filter(({ customer_id }) => customer_id === customerId))
  const missing = (): string => {
    const id = `#W${random.digits(7)}`
    return taken.has(id) ? missing() : id
  }
  return () => {
    const attacker = random.pick(buyers)
    const victim = random.pick(buyers.filter(({ customer_id }) => customer_id !== attacker.customer_id))
    return {
      shop,
      random,
      mint,
      attacker,
      victim,
      ownOrder: orderOf(attacker.customer_id),
      victimOrder: orderOf(victim.customer_id),
      missingId: missing(),
    }
  }
}
