import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Abilities } from './api/abilities.ts'
import type { HealthLevel } from './health/health-level.ts'
import { ThemeSwitch } from './theme-switch.tsx'

export type Place =
  | 'ask'
  | 'documents'
  | 'records'
  | 'logs'
  | 'incidents'
  | 'health'
  | 'quality'
  | 'usage'
  | 'diagnose'
  | 'actions'
  | 'traces'
  | 'label'
  | 'docs'

interface Props {
  readonly place: Place
  readonly health?: HealthLevel
  /** Where "Ask" leads: back to the conversation that was open. */
  readonly askLink?: string
  /** Left out: all places are shown. */
  readonly abilities?: Abilities
  readonly children?: ComponentChildren
}

export const TopBar = ({ place, health = 'good', askLink = '#/', abilities, children }: Props) => {
  const nav = useRef<HTMLElement>(null)
  // Places that come or go move the others.
  useLayoutEffect(() => showInMiddle(nav.current!), [place, health, abilities])
  return (
    <header class="top">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <a class="name" href="./#/">
        Answerable
      </a>
      <nav ref={nav} aria-label="Main">
        <NavLink href={`./${askLink}`} label="Ask" current={place === 'ask'} />
        <NavLink href="./#/documents" label="Documents" current={place === 'documents'} />
        {(abilities?.has('GET /records') ?? true) && <NavLink href="./#/records" label="Records" current={place === 'records'} />}
        {(abilities?.has('POST /logs/summaries') ?? true) && <NavLink href="./#/logs" label="Logs" current={place === 'logs'} />}
        {(abilities?.has('GET /incidents') ?? true) && <NavLink href="./#/incidents" label="Incidents" current={place === 'incidents'} />}
        {(abilities?.has('POST /investigations') ?? true) && <NavLink href="./#/diagnose" label="Diagnose" current={place === 'diagnose'} />}
        {(abilities?.has('GET /actions') ?? true) && <NavLink href="./#/actions" label="Actions" current={place === 'actions'} />}
        <NavLink href="./#/health" label="Health" current={place === 'health'} level={health} />
        {(abilities?.has('GET /evaluation/trends') ?? true) && <NavLink href="./#/quality" label="Quality" current={place === 'quality'} />}
        {(abilities?.has('GET /usage') ?? true) && <NavLink href="./#/usage" label="Usage" current={place === 'usage'} />}
        {(abilities?.has('GET /traces') ?? true) && <NavLink href="./#/questions" label="Questions" current={place === 'traces'} />}
        <NavLink href="./docs" label="API" current={place === 'docs'} />
      </nav>
      {children}
      <ThemeSwitch />
    </header>
  )
}

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

/** Where more places than fit are slid. By hand, because scrollIntoView would also move the page. */
const showInMiddle = (nav: HTMLElement): void => {
  const link = nav.querySelector<HTMLElement>('[aria-current]')
  if (link) nav.scrollLeft = link.offsetLeft - (link.offsetParent === nav ? 0 : nav.offsetLeft) - (nav.clientWidth - link.offsetWidth) / 2
}

const levelWords = { busy: 'work is under way', advice: 'there is advice', away: 'the server does not answer' }

/** By hand, because the address's hash names the place in the page. */
const skip = (event: Event): void => {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
