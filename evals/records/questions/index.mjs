export { makeQuestions } from './make-questions.mjs'
import { factsOfNorthwind, factsOfShop } from './facts.mjs'
import { readNorthwind, secretsOfNorthwind } from './northwind-data.mjs'
import { readShop, secretsOfShop } from './retail-data.mjs'

/** What is true in each set, for whoever compares. */
export const readWorlds = (data) => {
  const shop = readShop(data)
  const northwind = readNorthwind(data)
  return {
    retail: { factsOf: (customer) => factsOfShop(shop, customer), secrets: secretsOfShop(shop) },
    northwind: { factsOf: (customer) => factsOfNorthwind(northwind, customer), secrets: secretsOfNorthwind(northwind) },
  }
}
