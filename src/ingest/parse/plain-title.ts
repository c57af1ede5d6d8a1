/** A heading's or title's words without their markup, on one line. */
export const plainTitle = (source: string): string =>
  source
    .slice(0, 2000)
    .replace(/^\s{0,3}#{1,6}(?=\s|$)/, '')
    .replace(/\n[ \t]*(?:=+|-+)[ \t]*$/, '')
    .replace(/\s#+\s*$/, '')
    .replace(/\s*\{#[\w-]+\}\s*$/, '')
    .replace(/<\/?[a-zA-Z][^<>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/!?\[([^\]]*)\]\[[^\]]*\]/g, '$1')
    .replace(/`+([^`]+)`+/g, '$1')
    .replace(/(\*\*|__|~~)(.+?)\1/g, '$2')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?!\w)/g, '$1')
    .replace(/(?<![\w_])_([^_\s][^_]*)_(?!\w)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
