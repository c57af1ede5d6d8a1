/** JSON in which every string is masked; the rest, white space included, stays. */
export const maskedJson = (json: string, masked: (text: string) => string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const text = JSON.parse(literal) as string
    const shown = masked(text)
    return shown === text ? literal : JSON.stringify(shown)
  })
