/** What a Claude model accepts, as far as its name tells. Unknown names get what the most upstreams understand. */
export interface ModelTraits {
  /** `thinking: adaptive`. */
  hasAdaptive: boolean;
  /** A budget of thinking is refused. */
  isAdaptiveOnly: boolean;
  /** `output_config.effort`. */
  hasEffort: boolean;
  hasExtraHighEffort: boolean;
  /** temperature, top_p and top_k are refused. */
  isWithoutSampling: boolean;
  /** temperature and top_p exclude each other. */
  hasExclusiveSampling: boolean;
  /** Messages of role `system` within the conversation. */
  hasMidSystem: boolean;
}

const VERSION = /claude-(?:[a-z]+-)?(\d)(?:[-.](\d{1,2})(?!\d))?/;

export function findModelTraits(model: string): ModelTraits {
  const name = model.toLowerCase();
  const match = VERSION.exec(name);
  const isMythos = name.includes('claude-mythos');
  const version = match === null ? (isMythos ? 407 : 0) : Number(match[1]) * 100 + Number(match[2] ?? 0);
  return {
    hasAdaptive: version >= 406,
    isAdaptiveOnly: version >= 407,
    hasEffort: version >= 406 || (version === 405 && name.includes('opus')),
    hasExtraHighEffort: version >= 407,
    isWithoutSampling: version >= 407,
    hasExclusiveSampling: version >= 401,
    hasMidSystem: version >= 408,
  };
}
