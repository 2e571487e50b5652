/** What a TEXT column of MySQL holds. */
export const TEXT_BYTES = 65_535;
