import { useState } from 'preact/hooks'
import { conversationLink } from '../use-route.ts'
import { ConversationEntry } from './conversation-entry.tsx'
import { titleOf, type Conversation } from './conversation.ts'

interface Props {
  readonly conversations: readonly Conversation[]
  readonly currentId: string | null
  readonly trouble: string | null
  readonly onRename: (conversation: Conversation, name: string) => void
  readonly onRemove: (ids: readonly string[]) => void
}

// A list that fits at a glance needs no search.
const searchFrom = 8

export const ConversationList = ({ conversations, currentId, trouble, onRename, onRemove }: Props) => {
  const [sought, setSought] = useState('')
  const shown = conversations.filter((it) => contains(it, sought))
  return (
    <nav class="conversation-list" aria-label="Conversations">
      <a class="new" href="#/">
        New conversation
      </a>
      {conversations.length >= searchFrom && (
        <input
          type="search"
          class="search"
          placeholder="Search"
          aria-label="Search conversations"
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      )}
      <ul>
        {shown.map((conversation) => (
          <ConversationEntry
            key={conversation.id}
            title={titleOf(conversation)}
            link={conversationLink(conversation.id)}
            isCurrent={conversation.id === currentId}
            onRename={(name) => onRename(conversation, name)}
            onRemove={() => onRemove([conversation.id])}
          />
        ))}
      </ul>
      {sought !== '' && shown.length === 0 && <p class="note">None holds these words.</p>}
      <p class="note">{trouble ?? 'Conversations stay in this browser.'}</p>
      {conversations.length > 1 && <RemoveAll onRemove={() => onRemove(conversations.map(({ id }) => id))} />}
    </nav>
  )
}

const contains = (conversation: Conversation, sought: string): boolean => {
  const words = sought.toLowerCase().trim()
  const texts = [titleOf(conversation), ...conversation.exchanges.flatMap(({ question, text }) => [question, text])]
  return texts.some((text) => text.toLowerCase().includes(words))
}

const RemoveAll = ({ onRemove }: { onRemove: () => void }) => {
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <button type="button" class="link" onClick={() => setAsked(true)}>
        Delete all
      </button>
    )
  }
  return (
    <p class="note" role="group" aria-label="Delete all conversations?">
      Delete all of them from this browser?{' '}
      <button type="button" class="bad" onClick={onRemove} ref={(button) => button?.focus()}>
        Delete all
      </button>{' '}
      <button type="button" class="quiet" onClick={() => setAsked(false)}>
        Keep
      </button>
    </p>
  )
}
