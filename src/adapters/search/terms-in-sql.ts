import { nearTerms } from '../../base/near-terms.ts'
import { queryTerms } from '../../base/words.ts'
import type { Respelt } from '../../domain/search.ts'
import type { Reader } from '../postgres/replicas.ts'
import { misspelt } from './misspelt.ts'

/** The terms of a question; one that the collection does not know is read as the nearest that it does, as the memory index does. */
export const readTerms = async (
  database: Reader,
  collection: string,
  text: string,
  languages: readonly string[],
): Promise<{ terms: string[]; respelt: Respelt[] }> => {
  const asked = queryTerms(text, languages)
  const known = new Set((await database.query<{ term: string }>(knownSql, [collection, asked])).map(({ term }) => term))
  const respelt: Respelt[] = []
  for (const term of misspelt(text, languages, (one) => known.has(one))) {
    const vocabulary = await database.query<{ term: string }>(vocabularySql, [collection, term[0], term.length - 2, term.length + 2])
    const near = nearTerms(
      term,
      vocabulary.map((row) => row.term),
    )
    const [first] = near.length < 2 ? near.map((one) => ({ term: one })) : await database.query<{ term: string }>(mostFrequentSql, [collection, near])
    if (first) respelt.push({ asked: term, read: first.term })
  }
  return { terms: [...new Set(asked.map((term) => respelt.find((one) => one.asked === term)?.read ?? term))], respelt }
}

const knownSql = 'select asked.term from unnest($2::text[]) asked (term) where exists (select from posting where collection = $1 and term = asked.term)'

// One step of the index a term, however many chunks hold it. Terms are in lower case; those that begin with the letter follow each other but for marks, which are no terms for us.
const vocabularySql = `with recursive one as (
    (select term from posting where collection = $1 and term >= $2 order by term limit 1)
    union all
    select (select term from posting where collection = $1 and term > one.term order by term limit 1) from one
      where one.term is not null and (one.term like $2 || '%' or one.term !~ '^[[:alpha:]]'))
  select term from one where term like $2 || '%' and length(term) between $3::int and $4::int`

const mostFrequentSql = `select term from posting where collection = $1 and term = any ($2::text[]) group by term order by count(*) desc, term collate "C" limit 1`
