import type { UpstreamTraits } from '../codec';

/** Makers' models differ in what they take besides Converse's own fields, as far as their ids tell. */
export type ModelFamily = 'claude' | 'nova' | 'nova-2' | 'gpt-oss' | 'other';

export function findFamily(model: string): ModelFamily {
  const name = model.toLowerCase();
  if (name.includes('claude')) return 'claude';
  if (name.includes('nova-2')) return 'nova-2';
  if (name.includes('nova-')) return 'nova';
  return name.includes('gpt-oss') ? 'gpt-oss' : 'other';
}

/** Other models refuse cache points. https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
export function cacheMarksOf(family: ModelFamily): NonNullable<UpstreamTraits['cacheMarks']> {
  if (family === 'claude') return 'all';
  return family === 'nova' || family === 'nova-2' ? 'no-ttl' : 'none';
}
