export const languageCodes = ['zh-CN', 'en'] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** The remembered language, else the first one of the browser that the console speaks, else English. */
export function pickLanguage(remembered: string | null, browserLanguages: readonly string[]): LanguageCode {
  const known = languageCodes.find((code) => code === remembered);
  if (known !== undefined) return known;
  for (const tag of browserLanguages) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
