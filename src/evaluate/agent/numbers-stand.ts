/** Whether a number that somebody wrote is one that was seen, in another unit perhaps. */
import type { Observation } from '../../domain/capability.ts'

/** As written. Parts of names and addresses (`web-2`, `10.0.0.1`, `v4`, `127.0.0.1:80`) are no figures. */
export const numbersIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w./:-])\d[\d,]*(?:\.\d+)?(?=\s|%|[a-zA-Zµ]{1,8}\b|[),;:]|\.(?:\s|$)|$)(?![\w-]*[./:-]\w)/g)].map(([number]) =>
    number.replaceAll(',', ''),
  )

const scales = [1, 100, 1 / 60, 1 / 3600, 1 / 86_400, 1 / 1000, 1e-6, 1e-9, 1 / 1024, 1 / 1024 ** 2, 1 / 1024 ** 3, 1000]

export const standsIn = (number: string, looks: readonly Observation[], counted: number): boolean => {
  const wanted = Number(number)
  // As many digits as it shows; what was seen may have been rounded or cut.
  const step = 10 ** -(number.split('.')[1]?.length ?? 0)
  const fits = (value: number): boolean => scales.some((scale) => Math.abs(Math.abs(value) * scale - wanted) <= step)
  if (wanted === counted || looks.some(({ facts, lines }) => wanted === facts.length || wanted === lines.length)) return true
  return looks.some(({ facts, lines, params, problem }) => {
    const texts = [JSON.stringify(params), problem ?? '', ...lines, ...facts.map((it) => `${String(it.value)} ${Object.values(it.labels).join(' ')}`)]
    return facts.some(({ value }) => typeof value === 'number' && fits(value)) || texts.some((text) => text.includes(number))
  })
}
