import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Chunk } from '../api/types.ts'
import type { Range } from './decorate.ts'
import { ChunkLabel } from './chunk-label.tsx'
import { cutPoints, excerptAround, type Excerpt } from './excerpt.ts'
import { lineAt } from './code-lines.ts'
import { Reading, type Marker } from './reading.tsx'
import type { ShownText } from './source.ts'
import { textForm } from './text-form.ts'

interface Props {
  readonly document: ShownText
  readonly focus: Excerpt | null
  /** Their borders are shown where they are given. */
  readonly chunks: readonly Chunk[] | null
}

// Characters shown at first on each side of the quote, and added by each "show more": a few screens, laid out in well under 100 ms.
const stride = 12_000

export const SourceText = ({ document, focus, chunks }: Props) => {
  const { text } = document
  const points = useMemo(() => cutPoints(text), [text])
  const first = useMemo(() => excerptAround(text, points, focus ?? { start: 0, end: 0 }, stride, focus ? stride : 2 * stride), [text, points, focus])
  const [excerpt, setExcerpt] = useState(first)
  useLayoutEffect(() => setExcerpt(first), [first])
  const scroller = useScrollToQuote(document, focus)

  return (
    <div class="source-text" ref={scroller} tabIndex={0} role="region" aria-label="Text of the source">
      {excerpt.start > 0 && (
        <button type="button" class="more" onClick={() => setExcerpt({ ...excerpt, start: excerptAround(text, points, excerpt, stride, 0).start })}>
          Show what comes before
        </button>
      )}
      <Shown document={document} excerpt={excerpt} focus={focus} chunks={chunks} />
      {excerpt.end < text.length && (
        <button type="button" class="more" onClick={() => setExcerpt({ ...excerpt, end: excerptAround(text, points, excerpt, 0, stride).end })}>
          Show what follows
        </button>
      )}
    </div>
  )
}

const Shown = ({ document, excerpt, focus, chunks }: Props & { excerpt: Excerpt }) => {
  const text = document.text.slice(excerpt.start, excerpt.end)
  const ranges: Range[] = focus ? [{ start: focus.start - excerpt.start, end: focus.end - excerpt.start, kind: 'quote' }] : []
  const labels = [
    ...document.page_starts.map((start, index) => ({ at: start - excerpt.start, content: <PageLabel key={`page-${index}`} page={index + 1} /> })),
    ...(chunks ?? []).map((chunk) => ({ at: chunk.start - excerpt.start, content: <ChunkLabel key={`chunk-${chunk.ordinal}`} chunk={chunk} /> })),
  ]
  // A marker stands behind a character: what belongs to the very beginning is put before the text.
  const markers: Marker[] = labels.filter(({ at }) => at > 0 && at <= text.length)
  const form = textForm(document.media_type)
  const firstLine = useMemo(() => lineAt(document.text, excerpt.start), [document, excerpt])
  return (
    <div dir={form === 'code' ? 'ltr' : 'auto'}>
      {labels.filter(({ at }) => at === 0).map(({ content }) => content)}
      <Reading text={text} form={form} firstLine={firstLine} ranges={ranges} markers={markers} links />
    </div>
  )
}

const PageLabel = ({ page }: { page: number }) => <span class="page-label">Page {page}</span>

const useScrollToQuote = (document: ShownText, focus: Excerpt | null) => {
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current: box } = scroller
    const quote = box?.querySelector('mark:not([hidden])')
    // By hand: scrollIntoView would move the answer beside it too.
    if (box && quote) box.scrollTop += quote.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3
    else box?.scrollTo(0, 0)
  }, [document, focus])
  return scroller
}
