import type { ComponentChildren } from 'preact'

export type Place = 'ask' | 'documents' | 'docs'

/** `children`: what belongs to the place, at the right end. */
export const TopBar = ({ place, children }: { place: Place; children?: ComponentChildren }) => (
  <header class="top">
    <a class="name" href="./#/">
      Answerable
    </a>
    <nav aria-label="Main">
      <NavLink href="./#/" label="Ask" current={place === 'ask'} />
      <NavLink href="./#/documents" label="Documents" current={place === 'documents'} />
      <NavLink href="./docs" label="API" current={place === 'docs'} />
    </nav>
    {children}
  </header>
)

const NavLink = ({ href, label, current }: { href: string; label: string; current: boolean }) => (
  <a href={href} aria-current={current ? 'page' : undefined}>
    {label}
  </a>
)
