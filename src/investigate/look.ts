/** One call of a capability that is to be made. */
export interface Look {
  readonly capability: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The same for the same look, whatever the order of its params. */
export const keyOf = ({ capability, params }: Look): string =>
  `${capability} ${JSON.stringify(Object.entries(params).toSorted(([one], [other]) => (one < other ? -1 : 1)))}`

/** Each once, in order. */
export const distinct = (looks: readonly Look[]): Look[] => [...new Map(looks.map((look) => [keyOf(look), look])).values()]
