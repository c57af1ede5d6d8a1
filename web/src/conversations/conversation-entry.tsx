import { useRef, useState } from 'preact/hooks'

interface Props {
  readonly title: string
  readonly link: string
  readonly isCurrent: boolean
  readonly onRename: (name: string) => void
  readonly onRemove: () => void
}

/** One conversation of the list; it can be renamed where it stands, and deleted once that is confirmed. */
export const ConversationEntry = ({ title, link, isCurrent, onRename, onRemove }: Props) => {
  const [mode, setMode] = useState<'shown' | 'renaming' | 'removing'>('shown')
  const row = useRef<HTMLLIElement>(null)
  const backTo = (button: 'rename' | 'remove'): void => {
    setMode('shown')
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(`.${button}`)?.focus())
  }
  const rename = (name: string, byKey: boolean): void => {
    onRename(name)
    if (byKey) backTo('rename')
    else setMode('shown')
  }
  return (
    <li ref={row} class={isCurrent ? 'current' : undefined}>
      {mode === 'renaming' ? (
        <RenameField title={title} onRename={rename} onCancel={() => backTo('rename')} />
      ) : (
        <a href={link} aria-current={isCurrent ? 'page' : undefined} title={title} dir="auto">
          {title}
        </a>
      )}
      {mode === 'shown' && (
        <span class="entry-tools">
          <button type="button" class="rename" onClick={() => setMode('renaming')} aria-label={`Rename “${title}”`} title="Rename">
            <span class="icon icon-edit" aria-hidden="true" />
          </button>
          <button type="button" class="remove" onClick={() => setMode('removing')} aria-label={`Delete “${title}”`} title="Delete">
            <span class="icon icon-close" aria-hidden="true" />
          </button>
        </span>
      )}
      {mode === 'removing' && (
        <span class="confirm" role="group" aria-label={`Delete “${title}”?`} onKeyDown={(event) => event.key === 'Escape' && backTo('remove')}>
          <button type="button" class="bad" onClick={onRemove} ref={(button) => button?.focus()}>
            Delete
          </button>
          <button type="button" class="quiet" onClick={() => backTo('remove')}>
            Keep
          </button>
        </span>
      )}
    </li>
  )
}

/** Enter or leaving the field keeps the new name, Escape the old one. */
const RenameField = ({ title, onRename, onCancel }: { title: string; onRename: (name: string, byKey: boolean) => void; onCancel: () => void }) => {
  const isOver = useRef(false)
  const end = (work: () => void): void => {
    // The field also loses the focus because it goes.
    if (isOver.current) return
    isOver.current = true
    work()
  }
  return (
    <input
      type="text"
      aria-label={`New name of “${title}”`}
      dir="auto"
      maxLength={200}
      defaultValue={title}
      ref={selectOnce}
      onBlur={({ currentTarget }) => end(() => onRename(currentTarget.value, false))}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        const { value } = event.currentTarget
        end(() => (event.key === 'Enter' ? onRename(value, true) : onCancel()))
      }}
    />
  )
}

const selectOnce = (field: HTMLInputElement | null): void => {
  if (!field || field.dataset['selected'] !== undefined) return
  field.dataset['selected'] = ''
  field.select()
}
