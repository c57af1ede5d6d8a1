import { useEffect, useState } from 'preact/hooks'
import { readConnections, type Connection } from '../api/records.ts'
import { sentenceOf } from '../api/request.ts'
import { ConnectionCard } from './connection-card.tsx'

/** What customers may ask about: whether it is sound, what they would be answered, and what they asked for in vain. */
export const RecordsView = () => {
  const [connections, setConnections] = useState<readonly Connection[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => void readConnections().then(setConnections, (error: unknown) => setFailure(sentenceOf(error))), [])
  return (
    <section class="records">
      <h1>Records</h1>
      <p class="note">Customers ask about their own rows; the database holds them apart.</p>
      {failure && <p class="failure">{failure}</p>}
      {!connections && !failure && <p role="status">Reading what is connected…</p>}
      {connections?.length === 0 && <NothingConnected />}
      {connections?.map((it) => (
        <ConnectionCard key={it.collection} connection={it} />
      ))}
    </section>
  )
}

const NothingConnected = () => (
  <div class="empty">
    <p>No records are connected. A file describes what there is, who owns a row and what customers may see; it is drafted from the database itself:</p>
    <pre tabIndex={0}>{steps}</pre>
  </div>
)

const steps = `answerable records inspect shop.db --collection shop --out shop.yaml
answerable records check shop.yaml
answerable records connect shop.yaml
answerable keys create --name "A customer" --collection shop --customer ID`
