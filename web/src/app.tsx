import { useEffect, useRef, useState } from 'preact/hooks'
import { ActionsView } from './actions/actions-view.tsx'
import type { Session } from './api/types.ts'
import { AskView } from './ask/ask-view.tsx'
import { Welcome } from './ask/welcome.tsx'
import { useFollowAnswer } from './ask/use-follow-answer.ts'
import { firstCollection, offeredCollections, uploadCollection } from './collections.ts'
import { renamed, type Conversation } from './conversations/conversation.ts'
import { ConversationDrawer } from './conversations/conversation-drawer.tsx'
import { ConversationList } from './conversations/conversation-list.tsx'
import { useAsking } from './conversations/use-asking.ts'
import { useConversations } from './conversations/use-conversations.ts'
import { DiagnoseView } from './diagnosis/diagnose-view.tsx'
import { DocumentsView } from './documents/documents-view.tsx'
import { useUploads } from './documents/use-uploads.ts'
import { healthLevel } from './health/health-level.ts'
import { HealthView } from './health/health-view.tsx'
import { useHealth } from './health/use-health.ts'
import { useModels } from './health/use-models.ts'
import { IncidentsView } from './incidents/incidents-view.tsx'
import { LogsView } from './logs/logs-view.tsx'
import { useLog } from './logs/use-log.ts'
import { LabelView } from './label/label-view.tsx'
import { QualityView } from './quality/quality-view.tsx'
import { UsageView } from './usage/usage-view.tsx'
import { RecordsView } from './records/records-view.tsx'
import { SourcePanel } from './reading/source-panel.tsx'
import { useSource } from './reading/use-source.ts'
import { useWide } from './reading/use-wide.ts'
import { SignedIn } from './session/signed-in.tsx'
import { TopBar } from './top-bar.tsx'
import { TracesView } from './trace/traces-view.tsx'
import { useAbilities } from './use-abilities.ts'
import { conversationLink, useRoute, type Route } from './use-route.ts'

interface Props {
  readonly session: Session
  readonly onLogOut: () => void
}

export const App = ({ session, onLogOut }: Props) => {
  const route = useRoute()
  const health = useHealth()
  const abilities = useAbilities(session)
  const conversations = useConversations(session.key_id)
  const asking = useAsking(conversations)
  const uploads = useUploads(health.refresh)
  const models = useModels(health.refresh)
  const log = useLog()
  const source = useSource(route)
  const isWide = useWide()
  const [chosen, choose] = useState<string | null>(null)

  const counted = health.status?.collections ?? []
  const conversation = route.place === 'ask' && route.conversationId !== null ? conversations.find(route.conversationId) : null
  useFollowAnswer(conversation?.exchanges.at(-1), source)
  const askLink = useAskLink(route, conversation)
  const collection = chosen ?? conversation?.exchanges.at(-1)?.collection ?? firstCollection(counted, session.collections)
  const offered = [...new Set([...offeredCollections(counted, session.collections), collection])]
  const target = uploadCollection(collection, session.collections)
  const ask = useWhenKnown(chosen !== null || conversation !== null || health.status !== null || health.failure !== null, (question: string) => {
    location.hash = conversationLink(asking.ask(conversation?.id ?? null, question, collection))
  })
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
  const hasList = route.place === 'ask' && conversations.all.length > 0
  const behindSheet = source.opened !== null && !isWide
  return (
    <div class={['page', source.opened && 'with-source', hasList && 'with-list'].filter(Boolean).join(' ')}>
      <div class="top-place" inert={behindSheet}>
        <TopBar place={route.place} health={healthLevel(health)} askLink={askLink} abilities={abilities}>
          <SignedIn session={session} onLogOut={onLogOut} />
        </TopBar>
      </div>
      {hasList && <div class="rail">{list}</div>}
      <main id="main" tabIndex={-1} inert={behindSheet}>
        {hasList && <ConversationDrawer closeOn={route}>{list}</ConversationDrawer>}
        {route.place === 'ask' && (
          <AskView
            conversation={conversation}
            asking={asking}
            abilities={abilities}
            welcome={<Welcome status={health.status} abilities={abilities} collection={collection} onAsk={ask} />}
            collection={collection}
            collections={offered}
            onCollection={choose}
            onAsk={ask}
            onOpen={source.open}
          />
        )}
        {route.place === 'documents' && (
          <DocumentsView
            collection={collection}
            collections={offered}
            onCollection={choose}
            uploadCollection={target}
            status={health.status}
            abilities={abilities}
            uploads={uploads}
            onOpen={source.open}
            onUpload={(files) => {
              choose(target)
              void uploads.send(target, files)
            }}
            onAddress={(url) => {
              choose(target)
              void uploads.sendAddress(target, url)
            }}
            onRemoved={health.refresh}
          />
        )}
        {route.place === 'records' && <RecordsView />}
        {route.place === 'logs' && <LogsView reading={log} status={health.status} isKnown={health.status !== null || health.failure !== null} />}
        {route.place === 'incidents' && <IncidentsView incidentId={route.incidentId} abilities={abilities} />}
        {route.place === 'quality' && <QualityView collections={offered} />}
        {route.place === 'diagnose' && <DiagnoseView />}
        {route.place === 'actions' && <ActionsView />}
        {route.place === 'usage' && <UsageView abilities={abilities} />}
        {route.place === 'traces' && <TracesView isOwnOnly={session.scope !== 'admin'} onOpen={source.open} />}
        {route.place === 'label' && <LabelView sheetId={route.sheetId} onOpen={source.open} onLeave={() => source.follow([])} />}
        {route.place === 'health' && <HealthView health={health} abilities={abilities} models={models} />}
      </main>
      {source.opened && <SourcePanel {...source.opened} onStep={source.step} onClose={source.close} />}
    </div>
  )
}

/** Back from elsewhere to what was open: a conversation, or the beginning of one. */
const useAskLink = (route: Route, conversation: Conversation | null): string => {
  const link = useRef('#/')
  if (route.place === 'ask') link.current = conversation ? conversationLink(conversation.id) : '#/'
  return link.current
}

/** A question that comes before the server has told its collections waits a moment for them: else it would go to the wrong one. */
const useWhenKnown = (isKnown: boolean, ask: (question: string) => void): ((question: string) => void) => {
  const [waiting, setWaiting] = useState<string | null>(null)
  useEffect(() => {
    if (waiting === null || !isKnown) return
    setWaiting(null)
    ask(waiting)
  }, [waiting, isKnown])
  return setWaiting
}
