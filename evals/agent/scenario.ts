/** One scenario as a program of its own: `node evals/agent/scenario.ts FAMILY '{"service":"uploads"}'`. It goes when its input ends. */
import { allFamilies } from './catalogue.ts'
import type { Args } from './families/family.ts'
import { serveScenario } from './protocol.ts'
import { openWorkshop } from './workshop.ts'

const [name, args = '{}'] = process.argv.slice(2)
const family = allFamilies.find((it) => it.name === name)

await serveScenario(async () => {
  if (!family) throw new Error(`There is no family "${name}". There are: ${allFamilies.map((it) => it.name).join(', ')}`)
  const workshop = openWorkshop()
  try {
    const { systems, environment = {}, runbooks = {}, health } = await family.start(JSON.parse(args) as Args, workshop)
    return { ready: { systems, environment, runbooks }, health, ran: workshop.ran, stop: workshop.stop }
  } catch (error) {
    await workshop.stop()
    throw error
  }
})
