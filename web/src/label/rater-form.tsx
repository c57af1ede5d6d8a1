import { useState } from 'preact/hooks'

/** Asked once in a browser: whose ratings these are. */
export const RaterForm = ({ name, onName }: { name: string; onName: (name: string) => void }) => {
  const [typed, setTyped] = useState(name)
  return (
    <form
      class="rater"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== '') onName(typed.trim())
      }}
    >
      <h1>Rate answers</h1>
      <p>You are shown questions with an answer each, and say how good it is. Who or what wrote an answer is not told, and what others say of it neither.</p>
      <label>
        Your name
        <input type="text" autoComplete="name" maxLength={100} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <p class="note">Your ratings are kept under it on this server. With the same name you go on where you were.</p>
      <button type="submit" class="main" disabled={typed.trim() === ''}>
        Begin
      </button>
    </form>
  )
}
