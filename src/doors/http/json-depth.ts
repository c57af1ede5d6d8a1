/** Whether lists and objects stand deeper in one another than `most`: one pass over the text, before anything is made of it. */
export const isNestedDeeper = (json: string, most: number): boolean => {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (inString) {
      if (code === backslash) i++
      else if (code === quote) inString = false
    } else if (code === quote) inString = true
    else if (code === openList || code === openObject) {
      if (++depth > most) return true
    } else if (code === closeList || code === closeObject) depth--
  }
  return false
}

const quote = 0x22
const backslash = 0x5c
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d
