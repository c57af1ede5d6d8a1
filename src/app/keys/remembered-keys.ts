import type { KeyStore } from '../../domain/key.ts'

type Found = Awaited<ReturnType<KeyStore['find']>>

/** What a key is, remembered for so short that a revocation elsewhere is felt within a second. */
const rememberMs = 500
/** Beyond it the oldest go: nobody fills the memory with ids. */
const mostRemembered = 1000

/** `forget` drops what is known of a key, also what is being read just now. */
export const rememberedKeys = (keys: Pick<KeyStore, 'find'>, now: () => number = () => performance.now()) => {
  const remembered = new Map<string, { readonly until: number; readonly found: Promise<Found> }>()
  const find = (id: string): Promise<Found> => {
    const known = remembered.get(id)
    if (known && known.until > now()) return known.found
    remembered.delete(id)
    const found = keys.find(id)
    remembered.set(id, { until: now() + rememberMs, found })
    // One that is not there may be made at any moment, and a failure is not to be repeated.
    const forgetThis = (): void => void (remembered.get(id)?.found === found && remembered.delete(id))
    found.then((it) => it ?? forgetThis(), forgetThis)
    if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
    return found
  }
  return { find, forget: (id: string): void => void remembered.delete(id) }
}
