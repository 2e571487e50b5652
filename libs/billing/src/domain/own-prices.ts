import type { OwnPrices } from '../billing.contract';

export type NumberByName = ReadonlyMap<string, number>;

/**
 * Ratios of the classes that may cost something else than text. Those of what goes in are multiples of the input price; a
 * picture or sound that comes out costs the input price times its ratio times its completion ratio.
 */
export interface ClassRatios {
  cacheRead: NumberByName;
  cacheWrite5m: NumberByName;
  cacheWrite1h: NumberByName;
  image: NumberByName;
  imageCompletion: NumberByName;
  audio: NumberByName;
  audioCompletion: NumberByName;
}

/** What the replaced system takes for sound that comes out. */
const AUDIO_COMPLETION_RATIO = 2;

/** Its fixed ratios for sound; it knows none for the other classes. */
function defaultAudioRatio(model: string): number | undefined {
  if (model.startsWith('gpt-4o-audio')) return 40;
  return /^gpt-4o(-mini)?-realtime/.test(model) ? 20 : undefined;
}

/** `toPrice`: nano-dollars per million tokens of a multiple of the input price. Undefined = no class has a price of its own. */
export function ownPrices(
  ratios: ClassRatios,
  model: string,
  toPrice: (multiple: number) => bigint,
): OwnPrices | undefined {
  const audio = ratios.audio.get(model) ?? defaultAudioRatio(model);
  const image = ratios.image.get(model);
  const multiples = {
    cacheRead: ratios.cacheRead.get(model),
    cacheWrite5m: ratios.cacheWrite5m.get(model),
    cacheWrite1h: ratios.cacheWrite1h.get(model) ?? ratios.cacheWrite5m.get(model),
    imageInput: image,
    imageOutput: times(image, ratios.imageCompletion.get(model)),
    audioInput: audio,
    audioOutput: times(
      audio,
      ratios.audioCompletion.get(model) ?? (audio === undefined ? undefined : AUDIO_COMPLETION_RATIO),
    ),
  };
  const own = Object.entries(multiples).flatMap(([name, multiple]) =>
    multiple === undefined ? [] : [[name, toPrice(multiple)] as const],
  );
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

/** A side of its own price needs its completion ratio; what goes in may cost what text does. */
function times(ratio: number | undefined, completion: number | undefined): number | undefined {
  return completion === undefined ? undefined : (ratio ?? 1) * completion;
}
