/** `npm run bench`: each figure with its yardstick from the same run. Machines differ and are noisy: read the ratios. */
import { cpus, loadavg } from 'node:os'
import { printFigures } from './figures.ts'
import { benchIngest } from './ingest.ts'
import { benchMetering } from './metering.ts'
import { benchQuestions } from './questions.ts'
import { benchTokens } from './tokens.ts'

process.stderr.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}\n`)
printFigures(await benchTokens())
printFigures(await benchMetering())
printFigures(await benchIngest())
printFigures(await benchQuestions())
process.exit()
