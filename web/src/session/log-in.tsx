import { useState } from 'preact/hooks'
import { ThemeSwitch } from '../theme-switch.tsx'

interface Props {
  readonly failure: string | null
  readonly onLogIn: (key: string) => Promise<void>
}

/** The one thing to see without a key. A form, so that password managers offer to keep the key. */
export const LogIn = ({ failure, onLogIn }: Props) => {
  const [key, setKey] = useState('')
  const [isTrying, setIsTrying] = useState(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    setIsTrying(true)
    await onLogIn(key.trim())
    setIsTrying(false)
  }
  return (
    <div class="page">
      <div class="top-place">
        <header class="top">
          <a class="name" href="./">
            Answerable
          </a>
          <nav aria-label="Main">
            <a href="./docs">API</a>
          </nav>
          <ThemeSwitch />
        </header>
      </div>
      <main id="main">
        <form class="log-in" onSubmit={(event) => void submit(event)}>
          <h1>Log in</h1>
          <p>This server wants a key. Whoever runs it makes one for you.</p>
          <label for="key">Key</label>
          <input
            id="key"
            type="password"
            autocomplete="current-password"
            placeholder="ans_…"
            required
            spellcheck={false}
            value={key}
            aria-describedby={failure ? 'log-in-failure' : undefined}
            aria-invalid={failure !== null}
            onInput={(event) => setKey(event.currentTarget.value)}
            ref={(input) => void (document.activeElement === document.body && input?.focus())}
          />
          {failure && (
            <p class="failure" role="alert" id="log-in-failure">
              {failure}
            </p>
          )}
          <button type="submit" class="main" disabled={isTrying || key.trim() === ''}>
            {isTrying ? 'Asking …' : 'Log in'}
          </button>
        </form>
      </main>
    </div>
  )
}
