import type { Session } from '../api/types.ts'
import { AskView } from '../ask/ask-view.tsx'
import { useFollowAnswer } from '../ask/use-follow-answer.ts'
import { renamed } from '../conversations/conversation.ts'
import { ConversationDrawer } from '../conversations/conversation-drawer.tsx'
import { ConversationList } from '../conversations/conversation-list.tsx'
import { useAsking } from '../conversations/use-asking.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { SourcePanel } from '../reading/source-panel.tsx'
import { useSource } from '../reading/use-source.ts'
import { useWide } from '../reading/use-wide.ts'
import { SignedIn } from '../session/signed-in.tsx'
import { ThemeSwitch } from '../theme-switch.tsx'
import { useAbilities } from '../use-abilities.ts'
import { conversationLink, useRoute } from '../use-route.ts'
import { CustomerWelcome } from './customer-welcome.tsx'

interface Props {
  readonly session: Session
  readonly onLogOut: () => void
}

/** All that a customer sees: conversations, answers, and the records and words that they rest on. */
export const CustomerApp = ({ session, onLogOut }: Props) => {
  const route = useRoute()
  const abilities = useAbilities(session)
  const conversations = useConversations(session.key_id)
  const asking = useAsking(conversations, false)
  const source = useSource(route)
  const isWide = useWide()
  const collection = session.collections?.[0] ?? 'default'
  const conversation = route.place === 'ask' && route.conversationId !== null ? conversations.find(route.conversationId) : null
  useFollowAnswer(conversation?.exchanges.at(-1), source)
  const removeConversations = (ids: readonly string[]): void => {
    for (const id of ids) asking.stop(id)
    conversations.remove(ids)
    if (conversation && ids.includes(conversation.id)) location.hash = '#/'
  }
  const list = (
    <ConversationList
      conversations={conversations.all}
      currentId={conversation?.id ?? null}
      trouble={conversations.trouble}
      onRename={(it, name) => conversations.put(renamed(it, name), true)}
      onRemove={removeConversations}
    />
  )
  const hasList = conversations.all.length > 0
  const behindSheet = source.opened !== null && !isWide
  return (
    <div class={['page', source.opened && 'with-source', hasList && 'with-list'].filter(Boolean).join(' ')}>
      <div class="top-place" inert={behindSheet}>
        <header class="top">
          <a class="name" href="./#/">
            Answerable
          </a>
          <nav aria-label="Main">
            <a href="./#/" aria-current="page">
              Ask
            </a>
          </nav>
          <SignedIn session={session} onLogOut={onLogOut} />
          <ThemeSwitch />
        </header>
      </div>
      {hasList && <div class="rail">{list}</div>}
      <main id="main" tabIndex={-1} inert={behindSheet}>
        {hasList && <ConversationDrawer closeOn={route}>{list}</ConversationDrawer>}
        <AskView
          conversation={conversation}
          asking={asking}
          abilities={abilities}
          welcome={<CustomerWelcome />}
          invitation="Ask your question …"
          collection={collection}
          collections={[]}
          onCollection={() => {}}
          onAsk={(question) => (location.hash = conversationLink(asking.ask(conversation?.id ?? null, question, collection)))}
          onOpen={source.open}
        />
      </main>
      {source.opened && <SourcePanel {...source.opened} onStep={source.step} onClose={source.close} />}
    </div>
  )
}
