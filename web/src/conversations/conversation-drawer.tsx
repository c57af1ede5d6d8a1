import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** The list on a narrow screen: a dialog of the browser, which keeps the focus inside, closes on Escape and gives the focus back. */
export const ConversationDrawer = ({ children, closeOn }: { children: ComponentChildren; closeOn: unknown }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = (): void => dialog.current?.close()
  useEffect(close, [closeOn])
  const open = (): void => {
    setOpen(true)
    dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" class="quiet drawer-opener" onClick={open}>
        <span class="icon icon-list" aria-hidden="true" /> Conversations
      </button>
      <dialog
        ref={dialog}
        class="drawer"
        aria-label="Conversations"
        onClose={() => setOpen(false)}
        onClick={(event) => (event.target === dialog.current || isLink(event.target)) && close()}
      >
        {isOpen && (
          <div class="drawer-body">
            <button type="button" class="quiet" onClick={close}>
              Close
            </button>
            {children}
          </div>
        )}
      </dialog>
    </>
  )
}

const isLink = (target: EventTarget | null): boolean => target instanceof Element && target.closest('a') !== null
