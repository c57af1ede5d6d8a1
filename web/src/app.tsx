import { useRef, useState } from 'preact/hooks'
import { AskView } from './ask/ask-view.tsx'
import { useAsking } from './ask/use-asking.ts'
import { CollectionSelect } from './collection-select.tsx'
import { firstCollection, offeredCollections, uploadCollection } from './collections.ts'
import { DocumentsView } from './documents/documents-view.tsx'
import { useUploads } from './documents/use-uploads.ts'
import { HealthLine } from './health/health-line.tsx'
import { useStatus } from './health/use-status.ts'
import { SourcePanel } from './reading/source-panel.tsx'
import type { SourceReference } from './reading/source.ts'
import { TopBar } from './top-bar.tsx'
import { useRoute } from './use-route.ts'

export const App = () => {
  const route = useRoute()
  const health = useStatus()
  const asking = useAsking()
  const uploads = useUploads(health.refresh)
  const [chosen, choose] = useState<string | null>(null)
  const source = useSource()
  const collections = health.status?.collections ?? []
  const collection = chosen ?? firstCollection(collections)
  const target = uploadCollection(collection)
  const upload = (files: readonly File[]): void => {
    choose(target)
    void uploads.send(target, files)
  }
  return (
    <div class={source.opened ? 'page with-source' : 'page'}>
      <TopBar place={route}>
        <CollectionSelect names={offeredCollections(collections)} selected={collection} onSelect={choose} />
      </TopBar>
      <main>
        {route === 'ask' ? (
          <AskView asking={asking} collection={collection} documents={health.status && countIn(collections, collection)} onOpen={source.open} />
        ) : (
          <DocumentsView
            collection={collection}
            uploadCollection={target}
            freshness={health.status}
            uploads={uploads}
            onOpen={source.open}
            onUpload={upload}
            onRemoved={health.refresh}
          />
        )}
        <HealthLine health={health} />
      </main>
      {source.opened && <SourcePanel reference={source.opened} onClose={source.close} />}
    </div>
  )
}

const countIn = (collections: readonly { name: string; documents: number }[], name: string): number =>
  collections.find((it) => it.name === name)?.documents ?? 0

/** Which source is open; closing gives the focus back to what opened it. */
const useSource = () => {
  const [opened, setOpened] = useState<SourceReference | null>(null)
  const opener = useRef<Element | null>(null)
  const open = (reference: SourceReference): void => {
    opener.current = document.activeElement
    setOpened(reference)
  }
  const close = (): void => {
    setOpened(null)
    if (opener.current instanceof HTMLElement) opener.current.focus()
  }
  return { opened, open, close }
}
