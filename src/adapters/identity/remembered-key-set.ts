/** The public keys of one issuer (RFC 7517): remembered, and asked for again when a token names a key that is not among them. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { AppError } from '../../base/error.ts'

export interface KeySetTimes {
  /** Milliseconds, only differences count. */
  readonly now: () => number
}

/** A key that its issuer withdraws is good no longer than this. */
const freshMs = 5 * 60_000
/** An issuer that cannot be reached keeps nobody out whose key is known, for a working day. */
const staleMs = 24 * 3600_000
/** Tokens with made-up key ids make the issuer no work. */
const cooldownMs = 30_000
const retryMs = 2_000

/** @param load fails in any way: what is known stays good; where nothing is known, it is `unavailable`. */
export const rememberedKeySet = (load: () => Promise<JSONWebKeySet>, { now }: KeySetTimes): JWTVerifyGetKey => {
  let known: { readonly find: ReturnType<typeof createLocalJWKSet>; readonly at: number } | null = null
  let notBefore = -Infinity
  let loading: Promise<void> | null = null

  const loadNow = async (): Promise<void> => {
    try {
      known = { find: createLocalJWKSet(await load()), at: now() }
      notBefore = now() + cooldownMs
    } catch (error) {
      notBefore = now() + retryMs
      throw error
    }
  }
  /** Once for all who wait; nothing while it is too early. */
  const reload = async (): Promise<void> => {
    if (loading === null && now() < notBefore) return
    loading ??= loadNow().finally(() => (loading = null))
    await loading
  }
  const keys = async (): Promise<NonNullable<typeof known>> => {
    const isFresh = known !== null && now() - known.at < freshMs
    const failure = isFresh
      ? null
      : await reload().then(
          () => null,
          (error: unknown) => error ?? 'unknown',
        )
    if (known && now() - known.at < staleMs) return known
    throw new AppError('unavailable', "The keys of this token's issuer cannot be had just now. Try again in a moment.", {
      ...(failure !== null && { cause: failure }),
      details: { retryAfterMs: retryMs },
    })
  }

  return async (header, token) => {
    const { find, at } = await keys()
    try {
      return await find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await reload().catch(() => {})
      if (known === null || known.at === at) throw error
      return known.find(header, token)
    }
  }
}
