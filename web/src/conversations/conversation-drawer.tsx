import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** The list on a narrow screen: a dialog of the browser, which keeps the focus inside, closes on Escape and gives the focus back. */
export const ConversationDrawer = ({ children, closeOn }: { children: ComponentChildren; closeOn: unknown }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.close(), [closeOn])
  return (
    <>
      <button type="button" class="quiet drawer-opener" onClick={() => dialog.current?.showModal()}>
        <span class="icon icon-list" aria-hidden="true" /> Conversations
      </button>
      <dialog
        ref={dialog}
        class="drawer"
        aria-label="Conversations"
        onClick={(event) => (event.target === dialog.current || isLink(event.target)) && dialog.current?.close()}
      >
        <div class="drawer-body">
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
          {children}
        </div>
      </dialog>
    </>
  )
}

const isLink = (target: EventTarget | null): boolean => target instanceof Element && target.closest('a') !== null
