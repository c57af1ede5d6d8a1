/** Digits behind the point of an amount in this currency (ISO 4217): 2 of most, 0 of JPY; 2 where none is known. */
export const fractionDigits = (currency: string | null): number =>
  currency === null ? 2 : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
