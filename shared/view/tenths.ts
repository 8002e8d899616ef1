const ONE_DECIMAL = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number with one decimal, `9.4`: read alike in both languages. */
export function tenths(value: number): string {
  return ONE_DECIMAL.format(value);
}
