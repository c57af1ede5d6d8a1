import type { OpenedSource, SourceReference } from './source.ts'

/** What to know of a source that is not as it was when it was cited. */
export const SourceNotice = ({ opened, reference, onCurrent }: { opened: OpenedSource; reference: SourceReference; onCurrent: () => void }) => {
  if (opened.state === 'whole' || (opened.state === 'quoted' && reference.documentId.startsWith('record:'))) return null
  return (
    <div class="notice" role="status">
      <p>
        {sentences[opened.state]}{' '}
        {opened.state === 'older' && (
          <button type="button" class="link" onClick={onCurrent}>
            Show the current version
          </button>
        )}
      </p>
      {(opened.state === 'changed' || opened.state === 'removed') && reference.quote?.text && <blockquote dir="auto">{reference.quote.text}</blockquote>}
    </div>
  )
}

const sentences: Record<Exclude<OpenedSource['state'], 'whole'>, string> = {
  older: 'This source has changed since it was cited. You see the version that was cited.',
  moved: 'This source has changed since it was cited. The same words are still there, highlighted in the current version below.',
  changed: 'This source has changed since it was cited, and these words are no longer in it. The current version is below.',
  quoted: 'These are the words that the answer rests on.',
  removed: 'This document has been removed since it was cited.',
}
