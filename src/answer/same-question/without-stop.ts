/** Without the stops at its end; those of 5! and n! are signs. */
export const withoutStop = (text: string): string => {
  const factorial = /(?<=(?:^|[^\p{L}\p{N}])(?:\d+|\p{L}))!+(?=[\s.?。？]*$)/u.exec(text)
  return factorial ? text.slice(0, factorial.index + factorial[0].length) : text.replace(/[\s.,;:!?…。？！]+$/u, '')
}
