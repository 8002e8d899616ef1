// Figures for reports and terminals, where both languages write them alike: `1,531` and `9.4`.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number with its thousands apart. */
export function wholeNumber(value: number): string {
  return whole.format(value);
}

/** A number with one decimal. */
export function tenths(value: number): string {
  return oneDecimal.format(value);
}
