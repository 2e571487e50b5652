/** A text for people in both languages the product speaks. */
export interface LocalText {
  zh: string;
  en: string;
}

export type Locale = keyof LocalText;

/** Picks the language from an `Accept-Language` header; a header that names neither language decides nothing. */
export function pickLocale(acceptLanguage: string | undefined, fallback: Locale): Locale {
  if (acceptLanguage === undefined) return fallback;
  const match = /(?:^|[\s,])(zh|en)(?=$|[-_;,\s])/i.exec(acceptLanguage);
  return match ? (match[1]!.toLowerCase() as Locale) : fallback;
}
