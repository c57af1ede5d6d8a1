import { useRef, useState } from 'preact/hooks'

interface Props {
  /** On the button that asks. */
  readonly label: string
  /** Read aloud instead of the label, where that says too little alone. */
  readonly name?: string
  /** What will happen. */
  readonly question: string
  /** On the button that does it. */
  readonly verb: string
  /** On the button that leaves all as it is. */
  readonly refusal?: string
  readonly disabled?: boolean
  readonly onConfirm: () => void
}

/** A button that asks once before it does what cannot be undone. Escape keeps all as it is. */
export const ConfirmedButton = ({ label, name, question, verb, refusal = 'Keep', disabled = false, onConfirm }: Props) => {
  const [asked, setAsked] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setAsked(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  if (!asked) {
    return (
      <button ref={opener} type="button" class="quiet" disabled={disabled} onClick={() => setAsked(true)} aria-label={name}>
        {label}
      </button>
    )
  }
  return (
    <span class="confirm" role="group" aria-label={question} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <span>{question}</span>
      <button
        type="button"
        class="bad"
        ref={focusOnce}
        onClick={() => {
          close()
          onConfirm()
        }}
      >
        {verb}
      </button>
      <button type="button" class="quiet" onClick={close}>
        {refusal}
      </button>
    </span>
  )
}

const focusOnce = (button: HTMLButtonElement | null): void => button?.focus()
