import { useState } from 'preact/hooks'

// Shared with public/theme.js, which applies it before the page is drawn.
const key = 'answerable.theme'
const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

export const ThemeSwitch = () => {
  const [theme, setTheme] = useState<Theme>(current)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!
  const change = (): void => {
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = next
    try {
      localStorage.setItem(key, next)
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
  }
  return (
    <button
      type="button"
      class="tool theme"
      onClick={change}
      aria-label={`Colours: ${words[theme]}. Change to ${words[next]}`}
      title={`Colours: ${words[theme]}`}
    >
      <span class={`icon icon-${theme}`} aria-hidden="true" />
    </button>
  )
}

const current = (): Theme => themes.find((it) => it === document.documentElement.dataset['theme']) ?? 'system'

const words: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' }
