import type { AbstentionReason } from '../domain/answer.ts'

/** What a refusal says, in one language. */
export interface AbstentionWords {
  readonly openings: Readonly<Partial<Record<AbstentionReason, string>>>
  /** Nothing could be compared. */
  nothing(collection: string): string
  nearest(passages: number, sources: string): string
}

/** The languages that most readers ask in; others are answered in English. */
export const abstentionWords: Readonly<Record<string, AbstentionWords>> = {
  es: {
    openings: {
      nothing_relevant: 'Los documentos no parecen tratar de esto.',
      not_supported: 'En los documentos no se encontró nada que responda a esto y pueda mostrarse palabra por palabra.',
    },
    nothing: (collection) => `Todavía no hay nada indexado en la colección "${collection}", o nada pudo compararse.`,
    nearest: (passages, sources) => `Pasajes consultados: ${passages}; los más cercanos: ${sources}.`,
  },
  de: {
    openings: {
      nothing_relevant: 'Die Dokumente scheinen davon nicht zu handeln.',
      not_supported: 'In den Dokumenten fand sich nichts, was darauf antwortet und sich Wort für Wort belegen lässt.',
    },
    nothing: (collection) => `In der Sammlung "${collection}" ist noch nichts indexiert, oder nichts davon ließ sich vergleichen.`,
    nearest: (passages, sources) => `Durchsuchte Stellen: ${passages}; am nächsten: ${sources}.`,
  },
  fr: {
    openings: {
      nothing_relevant: 'Les documents ne semblent pas en parler.',
      not_supported: 'Rien n’a été trouvé dans les documents qui y réponde et puisse être montré mot pour mot.',
    },
    nothing: (collection) => `Rien n’est encore indexé dans la collection "${collection}", ou rien n’a pu être comparé.`,
    nearest: (passages, sources) => `Passages consultés : ${passages} ; les plus proches : ${sources}.`,
  },
  pt: {
    openings: {
      nothing_relevant: 'Os documentos não parecem tratar disto.',
      not_supported: 'Nos documentos não se encontrou nada que responda a isto e possa ser mostrado palavra por palavra.',
    },
    nothing: (collection) => `Ainda não há nada indexado na coleção "${collection}", ou nada pôde ser comparado.`,
    nearest: (passages, sources) => `Passagens consultadas: ${passages}; as mais próximas: ${sources}.`,
  },
  it: {
    openings: {
      nothing_relevant: 'I documenti non sembrano parlarne.',
      not_supported: 'Nei documenti non si è trovato nulla che risponda a questo e si possa mostrare parola per parola.',
    },
    nothing: (collection) => `Nella raccolta "${collection}" non è ancora indicizzato nulla, o nulla si è potuto confrontare.`,
    nearest: (passages, sources) => `Passaggi consultati: ${passages}; i più vicini: ${sources}.`,
  },
  zh: {
    openings: {
      nothing_relevant: '这些文档似乎没有谈到这个问题。',
      not_supported: '在文档中没有找到可以逐字引用的答案。',
    },
    nothing: (collection) => `集合“${collection}”中还没有建立索引的内容，或者没有可以比较的内容。`,
    nearest: (passages, sources) => `查阅的段落：${passages}；最接近的来源：${sources}。`,
  },
}
