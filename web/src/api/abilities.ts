import { requestJson } from './request.ts'

/** What this server can do, as `POST /feedback`: the page may be newer or older than what it talks to. */
export type Abilities = ReadonlySet<string>

export const readAbilities = async (): Promise<Abilities> => {
  const { paths } = await requestJson<{ paths: Record<string, Record<string, unknown>> }>('openapi.json')
  return new Set(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)))
}
