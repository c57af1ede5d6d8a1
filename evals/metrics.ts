/** The program's own statistics, under the short names of the scripts here. */
export { bootstrapMean as bootstrapInterval } from '../src/evaluate/statistics/bootstrap.ts'
export { meanOf as mean } from '../src/evaluate/statistics/clusters.ts'
