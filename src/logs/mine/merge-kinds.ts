/** What stands for a part that varies, at the end of a word; a control character, so that no word of a log is taken for it. */
export const varying = '\u0001'

export interface MergeSettings {
  /** Least part of a message's own words that two kinds share to be looked at together. */
  readonly similarity: number
  /** Most different words in one place that are still words of the message: each makes a kind of its own. */
  readonly keywords: number
  /** The same for the first word, and for words in capitals, which name states more often than things. */
  readonly firstKeywords: number
  readonly capitalKeywords: number
}

// Chosen on the six logs of loghub, five for each that is reported: evals/LOG.md.
export const mergeSettings: MergeSettings = { similarity: 0.5, keywords: 5, firstKeywords: 8, capitalKeywords: 10 }

const sharedVarying = 0.4
const openPlace = 0.5

interface Cluster {
  /** The word that all members have at a place, or null where they differ. */
  readonly words: (string | null)[]
  readonly members: number[]
}

/**
 * Which kinds are one: those of as many words that share most of them, as in Drain (He et al., 2017), and then, as in IPLoM
 * (Makanju et al., 2009) and Brain (Yu et al., 2023), parted again at places where only few words occur. What differs in many
 * words at a place differs in a value. Kinds come most frequent first; the group of each is told by number, from 0.
 */
export const mergeKinds = (kinds: readonly (readonly string[])[], settings: MergeSettings): Int32Array => {
  const groups = new Int32Array(kinds.length)
  let next = 0
  for (const members of byLength(kinds).values()) {
    for (const cluster of similar(kinds, members, settings)) {
      for (const group of partedByKeywords(kinds, cluster, settings)) {
        for (const member of group) groups[member] = next
        next++
      }
    }
  }
  return groups
}

const byLength = (kinds: readonly (readonly string[])[]): Map<number, number[]> => {
  const lengths = new Map<number, number[]>()
  kinds.forEach(({ length }, index) => {
    const members = lengths.get(length)
    if (members) members.push(index)
    else lengths.set(length, [index])
  })
  return lengths
}

/** Each kind joins the cluster it is most like, or begins one. */
const similar = (kinds: readonly (readonly string[])[], members: readonly number[], { similarity }: MergeSettings): number[][] => {
  const clusters: Cluster[] = []
  for (const member of members) {
    const words = kinds[member]!
    let best: Cluster | null = null
    let most = similarity
    for (const cluster of clusters) {
      const likeness = likenessOf(words, cluster.words)
      if (likeness > most || (likeness === most && !best)) {
        most = likeness
        best = cluster
      }
    }
    if (!best) clusters.push({ words: [...words], members: [member] })
    else {
      best.members.push(member)
      for (let i = 0; i < words.length; i++) if (best.words[i] !== words[i]) best.words[i] = null
    }
  }
  return clusters.map((cluster) => cluster.members)
}

const likenessOf = (words: readonly string[], others: readonly (string | null)[]): number => {
  let same = 0
  let all = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const other = others[i]!
    const varies = word.endsWith(varying)
    if (other === null) {
      if (!varies) all += openPlace
      continue
    }
    const weight = varies && other.endsWith(varying) ? sharedVarying : 1
    all += weight
    if (word === other) same += weight
  }
  return all === 0 ? 1 : same / all
}

/** Parts a cluster at the place with the fewest different words, and its parts again, until what differs is a value. */
const partedByKeywords = (kinds: readonly (readonly string[])[], members: number[], settings: MergeSettings): number[][] => {
  const place = members.length > 1 ? keywordPlace(kinds, members, settings) : -1
  if (place < 0) return [members]
  return [...Map.groupBy(members, (member) => kinds[member]![place]!).values()].flatMap((part) => partedByKeywords(kinds, part, settings))
}

const keywordPlace = (kinds: readonly (readonly string[])[], members: readonly number[], settings: MergeSettings): number => {
  let best = -1
  let fewest = Infinity
  for (let place = 0; place < kinds[members[0]!]!.length; place++) {
    const words = new Set<string>()
    let areCapitals = true
    let varies = false
    for (const member of members) {
      const word = kinds[member]![place]!
      if (word.endsWith(varying) && !isNamed(word)) varies = true
      else if (!words.has(word)) {
        words.add(word)
        areCapitals &&= isCapital(word)
      }
      if (varies && words.size > 0) break
    }
    if (varies || words.size < 2 || words.size >= fewest) continue
    // `2 KB` and `3 MB` are two sizes.
    if (place > 0 && [...words].every(isUnit) && members.every((member) => kinds[member]![place - 1]!.endsWith(varying))) continue
    const most = areCapitals ? settings.capitalKeywords : place === 0 ? settings.firstKeywords : settings.keywords
    if (words.size > most) continue
    fewest = words.size
    best = place
  }
  return best
}

/** `threshold.....<*>`, `Request:<*>`: what varies has a name before it, and no path. */
const isNamed = (word: string): boolean => /[A-Za-z]{3}[^A-Za-z0-9/]/.test(word) && !/[A-Za-z][./][A-Za-z]/.test(word)

const isUnit = (word: string): boolean => /^(?:bytes?|[KMGTP]?i?B|[nmuµ]?s|sec|min)[,.;:)]*$/i.test(word)

const isCapital = (word: string): boolean => /^[^a-z]*[A-Z]{2}[^a-z]*$/.test(word)
