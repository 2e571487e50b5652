const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** A whole number with its thousands set apart; both languages of the console write it alike. */
export function formatCount(count: number): string {
  return grouped.format(count);
}
