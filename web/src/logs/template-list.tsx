import { useEffect, useRef, useState } from 'preact/hooks'
import type { LogTemplate } from '../api/logs.ts'
import { shortTime } from './buckets.ts'
import { levelOf, type Level } from './levels.ts'
import { Sparkline } from './sparkline.tsx'

interface Props {
  readonly templates: readonly LogTemplate[]
  /** Opened and brought into sight. */
  readonly wanted: string | null
  readonly onLine: (line: number) => void
}

const atFirst = 50
const shownLevels: Readonly<Record<string, readonly Level[]>> = { all: ['error', 'warning', 'other'], warning: ['error', 'warning'], error: ['error'] }

/** Kinds of lines, most frequent first; each opens to its lines and values. */
export const TemplateList = ({ templates, wanted, onLine }: Props) => {
  const [level, setLevel] = useState('all')
  const [words, setWords] = useState('')
  const [most, setMost] = useState(atFirst)
  const needle = words.trim().toLowerCase()
  const isFound = (it: LogTemplate): boolean =>
    needle === '' ||
    it.template.toLowerCase().includes(needle) ||
    it.id.startsWith(needle) ||
    it.examples.some(({ text }) => text.toLowerCase().includes(needle))
  const found = templates.filter((it) => it.id === wanted || (shownLevels[level]!.includes(levelOf(it)) && isFound(it)))
  const shown = found.filter((it, index) => index < most || it.id === wanted)
  return (
    <section class="templates" aria-label="Templates">
      <h2>Templates</h2>
      <p class="filters">
        <label>
          Severity{' '}
          <select value={level} onChange={(event) => setLevel(event.currentTarget.value)}>
            <option value="all">all</option>
            <option value="warning">warnings and worse</option>
            <option value="error">errors and worse</option>
          </select>
        </label>
        <label>
          Search <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <span class="note" role="status">
          {found.length.toLocaleString('en')} of {templates.length.toLocaleString('en')}
        </span>
      </p>
      {found.length === 0 && <p class="empty">No template is like that.</p>}
      <ul>
        {shown.map((it) => (
          <Row key={it.id} template={it} isWanted={it.id === wanted} onLine={onLine} />
        ))}
      </ul>
      {shown.length < found.length && (
        <button type="button" class="tool" onClick={() => setMost(most * 4)}>
          Show more
        </button>
      )}
    </section>
  )
}

const Row = ({ template: it, isWanted, onLine }: { readonly template: LogTemplate; readonly isWanted: boolean; readonly onLine: Props['onLine'] }) => {
  const row = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (!isWanted || !row.current) return
    row.current.open = true
    row.current.querySelector('summary')!.focus()
    row.current.scrollIntoView({ block: 'start' })
  }, [isWanted])
  return (
    <li>
      <details ref={row}>
        <summary>
          <span class="count">{it.count.toLocaleString('en')}</span>
          <span class={`severity ${levelOf(it)}`}>{it.severity}</span>
          <Sparkline rate={it.rate} />
          <code>{it.template}</code>
        </summary>
        <div class="opened">
          <p class="note">
            {it.id} · lines {it.first_line.toLocaleString('en')} to {it.last_line.toLocaleString('en')}
            {it.first_seen && it.last_seen && ` · ${shortTime(it.first_seen)} to ${shortTime(it.last_seen)} UTC`}
          </p>
          {it.variables.length > 0 && (
            <ul class="values">
              {it.variables.map((one) => (
                <li key={one.position}>
                  <span class="note">
                    {'<*>'} {one.position + 1}, {one.distinct.toLocaleString('en')}
                    {one.is_capped && ' or more'} different:
                  </span>{' '}
                  {one.top.map(({ value, count }) => (
                    <span key={value} class="value">
                      <code>{value}</code> ({one.is_capped && 'at least '}
                      {count.toLocaleString('en')})
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          )}
          <ol class="example-lines">
            {it.examples.map(({ line, text }) => (
              <li key={line}>
                <button type="button" class="tool" onClick={() => onLine(line)} aria-label={`Line ${line} in the file`}>
                  {line.toLocaleString('en')}
                </button>
                <code>{text}</code>
              </li>
            ))}
          </ol>
        </div>
      </details>
    </li>
  )
}
