import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Abilities } from '../api/abilities.ts'
import type { Conversation } from '../conversations/conversation.ts'
import type { Asking } from '../conversations/use-asking.ts'
import type { OpenSources } from '../reading/source.ts'
import { announcementOf } from './announcement.ts'
import { AskForm } from './ask-form.tsx'
import { ExchangeView } from './exchange-view.tsx'

interface Props {
  readonly conversation: Conversation | null
  readonly asking: Asking
  readonly abilities: Abilities
  /** Before the first question. */
  readonly welcome: ComponentChildren
  /** In the field, until something is written. */
  readonly invitation?: string
  readonly collection: string
  readonly collections: readonly string[]
  readonly onCollection: (name: string) => void
  readonly onAsk: (question: string) => void
  readonly onOpen: OpenSources
}

/** A conversation, oldest question first, with the field for the next one below it. */
export const AskView = ({
  conversation,
  asking,
  abilities,
  welcome,
  invitation = 'Ask your documents …',
  collection,
  collections,
  onCollection,
  onAsk,
  onOpen,
}: Props) => {
  const exchanges = conversation?.exchanges ?? []
  const latest = exchanges.at(-1)
  const list = useLatestInSight(conversation?.id ?? null, latest?.id ?? 0)
  return (
    <section class={latest ? 'ask' : 'ask empty'} aria-label="Ask">
      {latest && <h1 class="unseen">Conversation</h1>}
      {latest ? (
        <div class="exchanges" ref={list}>
          {exchanges.map((exchange) => (
            <ExchangeView
              key={exchange.id}
              exchange={exchange}
              isLatest={exchange === latest}
              abilities={abilities}
              onOpen={onOpen}
              onChange={(change) => asking.change(conversation!.id, exchange.id, change)}
              onAskAgain={(question) => asking.askAgain(conversation!.id, exchange.id, question)}
              onAsk={onAsk}
            />
          ))}
        </div>
      ) : (
        welcome
      )}
      <p class="unseen" role="status">
        {latest ? announcementOf(latest) : ''}
      </p>
      <div class="composer">
        <AskForm
          key={conversation?.id ?? 'new'}
          busy={latest?.phase === 'asking'}
          invitation={latest === undefined ? invitation : 'Ask a follow-up …'}
          collection={collection}
          collections={collections}
          onCollection={onCollection}
          onAsk={onAsk}
          onStop={() => conversation && asking.stop(conversation.id)}
        />
      </div>
    </section>
  )
}

/** The latest question goes to the top, and stays there while its answer grows below it: nothing jumps. */
const useLatestInSight = (conversationId: string | null, exchangeId: number) => {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const exchanges = list.current?.children
    if (exchanges && exchanges.length > 1) exchanges[exchanges.length - 1]!.scrollIntoView({ block: 'start' })
    else scrollTo(0, 0)
  }, [conversationId, exchangeId])
  return list
}
