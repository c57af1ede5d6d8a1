import type { WatchShown } from '../api/incidents.ts'
import { plural } from '../plural.ts'
import { when } from './times.ts'
import { ValueLine } from './value-line.tsx'

/** Each watch with what it saw last; the gravest first. */
export const WatchList = ({ watches }: { readonly watches: readonly WatchShown[] }) => (
  <>
    <h2>Watches</h2>
    <ul class="rows watches">
      {watches
        .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
        .map((it) => (
          <li key={it.watch} class={`row ${it.state}`}>
            <p class="head">
              <strong>{it.watch}</strong> <span class={`state ${it.state}`}>{words[it.state]}</span>
            </p>
            <p class="note">
              {it.service} · {it.capability} {it.fact} · {it.rule} · every {it.every_seconds} s
              {it.last_look_at !== null && ` · last looked at ${when(it.last_look_at)}`}
              {it.failures > 0 && ` · ${plural(it.failures, 'look')} of ${it.looks} saw less than all`}
            </p>
            {it.problem !== null && <p class="problem">{it.problem}</p>}
            {it.gravest.length > 0 && <Things watch={it} />}
          </li>
        ))}
    </ul>
  </>
)

const mostShown = 3

const Things = ({ watch }: { readonly watch: WatchShown }) => (
  <ul class="things">
    {watch.gravest.slice(0, mostShown).map((thing) => {
      const labels = Object.entries(thing.labels)
        .map(([label, value]) => `${label} ${value}`)
        .join(', ')
      return (
        <li key={labels}>
          <span class="thing">{labels || watch.fact}</span>
          <ValueLine values={thing.recent} />
          <span class={`value ${thing.state}`}>{told(watch.fact, thing.value)}</span>
          {thing.sentence !== null && <span class="sentence">{thing.sentence}</span>}
        </li>
      )
    })}
    {watch.things > mostShown && <li class="note">and {watch.things - mostShown} more</li>}
  </ul>
)

const told = (fact: string, value: string | number | boolean | null): string => {
  if (typeof value !== 'number') return String(value)
  return fact.endsWith('_share') ? `${Number((value * 100).toPrecision(3))} %` : value.toLocaleString('en', { maximumSignificantDigits: 4 })
}

const order = ['wrong', 'unseen', 'suspect', 'learning', 'right', 'new']

const words: Readonly<Record<WatchShown['state'], string>> = {
  wrong: 'wrong',
  unseen: 'cannot be seen',
  suspect: 'suspect',
  learning: 'learning what is usual',
  right: 'right',
  new: 'not looked at yet',
}
