import { requestJson } from './request.ts'
import type { Session } from './types.ts'

/** What this server can do for whoever is signed in, as `POST /feedback`: the page may be newer or older than what it talks to. */
export type Abilities = ReadonlySet<string>

export const readAbilities = async (session: Session): Promise<Abilities> => {
  const { paths } = await requestJson<{ paths: Record<string, Record<string, Described>> }>('openapi.json')
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => ({
      name: `${method.toUpperCase()} ${path}`,
      access: it['x-access'] ?? 'anyone',
      isForCustomers: it['x-for-customers'] === true,
    })),
  )
  return new Set(all.filter(({ access, isForCustomers }) => isEnough(session, access) && (session.customer === null || isForCustomers)).map(({ name }) => name))
}

interface Described {
  readonly 'x-access'?: string
  readonly 'x-for-customers'?: boolean
}

/** What is not shown to those who may not use it; the server decides. */
const isEnough = ({ scope, collections }: Session, access: string): boolean => {
  const order = ['anyone', 'ask', 'write', 'admin', 'owner']
  const has = scope === 'admin' && collections === null ? 'owner' : (scope ?? 'anyone')
  return order.indexOf(has) >= order.indexOf(access)
}
