/** Share of a standard normal variable below `z`; relative error under 2e-7 (Numerical Recipes, `erfcc`). */
export const normalCdf = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const series = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277]
  const tail = (t * Math.exp(-x * x + polynomial(series, t))) / 2
  return z > 0 ? 1 - tail : tail
}

/** The `z` below which a share `p` of a standard normal variable lies; relative error under 2e-9 (P. J. Acklam, 2003). */
export const normalQuantile = (p: number): number => {
  if (p <= 0) return -Infinity
  if (p >= 1) return Infinity
  if (p > 0.97575) return -normalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return polynomial(tailAbove, q) / polynomial(tailBelow, q)
  }
  const q = p - 0.5
  return (q * polynomial(middleAbove, q * q)) / polynomial(middleBelow, q * q)
}

/** The `t` that a share `p` > 0.5 of Student's distribution lies below (G. W. Hill, Algorithm 396, 1970); wider than the normal where few units speak. */
export const studentQuantile = (p: number, degrees: number): number => {
  const tails = 2 * (1 - p)
  if (degrees === 1) return 1 / Math.tan((tails * Math.PI) / 2)
  if (degrees === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2)
  const a = 1 / (degrees - 0.5)
  const b = 48 / a ** 2
  let c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees
  let y = (d * tails) ** (2 / degrees)
  if (y <= 0.05 + a) {
    y =
      ((1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)) * y - 1) * ((degrees + 1) / (degrees + 2)) + 1 / y
    return Math.sqrt(degrees * y)
  }
  const x = normalQuantile(tails / 2)
  if (degrees < 5) c += 0.3 * (degrees - 4.5) * (x + 0.6)
  c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
  const z = (((((0.4 * x ** 2 + 6.3) * x ** 2 + 36) * x ** 2 + 94.5) / c - x ** 2 - 3) / b + 1) * x
  return Math.sqrt(degrees * Math.expm1(a * z ** 2))
}

const middleAbove = [2.506628277459239, -30.66479806614716, 138.357751867269, -275.9285104469687, 220.9460984245205, -39.69683028665376]
const middleBelow = [1, -13.28068155288572, 66.80131188771972, -155.6989798598866, 161.5858368580409, -54.47609879822406]
const tailAbove = [2.938163982698783, 4.374664141464968, -2.549732539343734, -2.400758277161838, -0.3223964580411365, -0.007784894002430293]
const tailBelow = [1, 3.754408661907416, 2.445134137142996, 0.3224671290700398, 0.007784695709041462]

/** Coefficients from the constant up. */
const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0)
