/** Text as a reader sees it, without inline markup; every character knows where it came from. */
export interface PlainView {
  readonly text: string
  /** The raw span of `text.slice(start, end)`. */
  toRaw(start: number, end: number): { start: number; end: number }
}

/**
 * Takes away emphasis, backticks, link targets, images' targets, tags, footnote marks, escapes, table pipes and line breaks.
 * For one sentence or paragraph, not for code: asterisks and underscores mean something there.
 */
export const plainView = (raw: string): PlainView => {
  let text = ''
  const origins: number[] = []
  const keep = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      text += raw[index] === '\n' || raw[index] === '|' ? ' ' : raw[index]
      origins.push(index)
    }
  }
  const put = (replacement: string, from: number): void => {
    for (const unit of replacement.split('')) {
      text += unit
      origins.push(from)
    }
  }
  walk(raw, 0, raw.length, keep, put)
  return {
    text,
    toRaw: (start, end) => ({
      start: origins[start] ?? raw.length,
      end: end > start ? (origins[end - 1] ?? raw.length - 1) + 1 : (origins[start] ?? raw.length),
    }),
  }
}

type Keep = (from: number, to: number) => void
type Put = (replacement: string, from: number) => void

// In order: code span, image or link with target or reference, footnote, autolink, tag, entity, escape, emphasis marks.
const markup =
  /(?<ticks>`+)(?<code>[^`]+)\k<ticks>|(?<open>!?\[)(?<label>[^[\]]*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\[[^[\]]*\])|\[\^[^\]\s]+\]|<(?<auto>https?:[^>\s]+)>|<\/?[a-zA-Z][^<>]*>|<!--.*?-->|&(?<entity>amp|lt|gt|quot|apos|nbsp|#39);|\\(?<escaped>[\\`*_{}[\]()#+.!|<>~-])|\*\*|~~|\*(?=\S)|(?<=\S)\*|__(?=[\p{L}\p{N}*`])|(?<=[\p{L}\p{N}*`.!?])__|(?<![\p{L}\p{N}_])_(?=[\p{L}\p{N}"“])|(?<=[\p{L}\p{N}.!?"”])_(?![\p{L}\p{N}_])/dgsu

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" }

// What they stand between are words of their own: `<td>Chai</td><td>18</td>`.
const separating = /^<\/?(?:br|caption|dd|details|div|dt|h[1-6]|hr|li|ol|p|summary|table|tbody|td|th|thead|tr|ul)[\s/>]/i

const walk = (raw: string, from: number, to: number, keep: Keep, put: Put): void => {
  let at = from
  for (const match of raw.slice(from, to).matchAll(markup)) {
    const start = from + match.index
    keep(at, start)
    at = start + match[0].length
    const groups = match.indices!.groups!
    const inner = groups.code ?? groups.auto ?? groups.escaped
    if (inner) keep(from + inner[0], from + inner[1])
    else if (groups.label) walk(raw, from + groups.label[0], from + groups.label[1], keep, put)
    else if (match.groups!.entity) put(entities[match.groups!.entity]!, start)
    else if (separating.test(match[0])) put(' ', start)
  }
  keep(at, to)
}
