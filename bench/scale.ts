/** `node bench/scale.ts [processes|indexes|partitions …] [chunks]`: ways to grow, each beside the way without. Read the ratios. */
import { cpus, loadavg } from 'node:os'
import { printFigures, type Figure } from './figures.ts'
import { benchIndexes } from './scale/indexes.ts'
import { benchPartitions } from './scale/partitions.ts'
import { benchProcesses } from './scale/processes.ts'

const benches: Readonly<Record<string, (chunks: number) => Promise<Figure[]>>> = {
  processes: benchProcesses,
  indexes: benchIndexes,
  partitions: benchPartitions,
}

const words = process.argv.slice(2)
const chunks = Number(words.find((word) => /^\d+$/.test(word)) ?? 20_000)
const chosen = words.filter((word) => word in benches)
process.stderr.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}\n`)
for (const name of chosen.length > 0 ? chosen : Object.keys(benches)) printFigures(await benches[name]!(chunks))
process.exit()
