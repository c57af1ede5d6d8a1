import { useCallback, useEffect, useState } from 'preact/hooks'
import { isUnauthorised, sentenceOf } from '../api/request.ts'
import { closeSession, openSession, readSession } from '../api/session.ts'
import type { Session } from '../api/types.ts'

export interface SessionState {
  /** Null until the server has told. */
  readonly session: Session | null
  /** Why the last try to log in failed, or that the key has ended meanwhile. */
  readonly failure: string | null
  /** Resolves when the server has decided. */
  readonly logIn: (key: string) => Promise<void>
  readonly logOut: () => Promise<void>
}

const ended = 'Your key is no longer good here. Log in with another one.'

// A server without sessions, or one that is away: the page shows what it can, and what fails says why.
const unknown: Session = { needs_key: false, key_id: null, name: null, scope: 'admin', collections: null, customer: null, staff: false }

/** Who is signed in, followed when the key ends while the page is open. */
export const useSession = (): SessionState => {
  const [session, setSession] = useState<Session | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    readSession().then(setSession, () => setSession(unknown))
    const onUnauthorised = (): void =>
      void readSession().then(
        (now) => {
          if (now.needs_key) setFailure((before) => before ?? ended)
          setSession(now)
        },
        () => {},
      )
    addEventListener(isUnauthorised, onUnauthorised)
    return () => removeEventListener(isUnauthorised, onUnauthorised)
  }, [])

  const logIn = useCallback(async (key: string) => {
    try {
      setSession(await openSession(key))
      setFailure(null)
    } catch (error) {
      setFailure(sentenceOf(error))
    }
  }, [])
  const logOut = useCallback(async () => {
    try {
      await closeSession()
      setSession(await readSession())
    } catch (error) {
      setFailure(sentenceOf(error))
    }
  }, [])
  return { session, failure, logIn, logOut }
}
