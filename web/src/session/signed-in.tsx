import type { Session } from '../api/types.ts'

interface Props {
  readonly session: Session
  readonly onLogOut: () => void
}

/** Nothing for the owner, who needed no key. */
export const SignedIn = ({ session: { name: ofKey, customer }, onLogOut }: Props) => {
  const name = customer ?? ofKey
  return name === null ? null : (
    <span class="signed-in">
      <span class="who" title={`Signed in as ${name}`}>
        <span class="unseen">Signed in as </span>
        {name}
      </span>
      <button type="button" class="quiet" onClick={onLogOut}>
        Log out
      </button>
    </span>
  )
}
