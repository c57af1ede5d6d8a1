import type { HealthLevel } from './health/health-level.ts'
import { ThemeSwitch } from './theme-switch.tsx'

export type Place = 'ask' | 'documents' | 'health' | 'quality' | 'label' | 'docs'

interface Props {
  readonly place: Place
  readonly health?: HealthLevel
  /** Where "Ask" leads: back to the conversation that was open. */
  readonly askLink?: string
}

export const TopBar = ({ place, health = 'good', askLink = '#/' }: Props) => (
  <header class="top">
    <a class="skip" href="#main" onClick={skip}>
      Skip to the content
    </a>
    <a class="name" href="./#/">
      Answerable
    </a>
    <nav aria-label="Main">
      <NavLink href={`./${askLink}`} label="Ask" current={place === 'ask'} />
      <NavLink href="./#/documents" label="Documents" current={place === 'documents'} />
      <NavLink href="./#/health" label="Health" current={place === 'health'} level={health} />
      <NavLink href="./#/quality" label="Quality" current={place === 'quality'} />
      <NavLink href="./docs" label="API" current={place === 'docs'} />
    </nav>
    <ThemeSwitch />
  </header>
)

const NavLink = ({ href, label, current, level = 'good' }: { href: string; label: string; current: boolean; level?: HealthLevel }) => (
  <a href={href} aria-current={current ? 'page' : undefined}>
    {label}
    {level !== 'good' && (
      <>
        <span class={`dot ${level}`} aria-hidden="true" />
        <span class="unseen">: {levelWords[level]}</span>
      </>
    )}
  </a>
)

const levelWords = { busy: 'work is under way', advice: 'there is advice', away: 'the server does not answer' }

/** By hand, because the address's hash names the place in the page. */
const skip = (event: Event): void => {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
