/** The end of the year 9999 in Unix seconds: later ones are no times, and too large for the columns of some engines. */
export const LATEST_TIME = 253_402_300_799;
