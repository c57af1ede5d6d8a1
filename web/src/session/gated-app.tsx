import { App } from '../app.tsx'
import { CustomerApp } from '../customer/customer-app.tsx'
import { LogIn } from './log-in.tsx'
import { useSession } from './use-session.ts'

/** The page of whoever is signed in; another key begins a fresh one, so that nothing of the former is left. */
export const GatedApp = () => {
  const { session, failure, logIn, logOut } = useSession()
  if (!session) return null
  if (session.needs_key) return <LogIn failure={failure} onLogIn={logIn} />
  if (session.customer !== null) return <CustomerApp key={session.key_id} session={session} onLogOut={() => void logOut()} />
  return <App key={session.key_id ?? 'owner'} session={session} onLogOut={() => void logOut()} />
}
