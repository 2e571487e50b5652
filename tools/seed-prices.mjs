// Writes libs/billing/src/domain/seed-prices.ts, the prices of a first start: the names of the systems this one replaces
// (ancestor-prices.json) and those of the vendors, at published prices where @pydantic/genai-prices knows them. With --check it
// only tells whether the file is in step. A newer package: set GENAI_PRICES_DATE to the day of its release.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calcPrice, findProvider } from '@pydantic/genai-prices';

const GENAI_PRICES_DATE = '2026-09-23';
/** The newest models of the ancestors' table are of this day. */
const ANCESTORS_DATE = '2025-07-09';
/** Whose models are offered by the names their own API knows. */
const VENDORS = ['openai', 'anthropic', 'google', 'deepseek', 'mistral', 'cohere', 'x-ai', 'moonshotai'];
/** Hosts of others' models; their names tell dated ones, e.g. us.anthropic.claude-sonnet-4-5-20250929-v1:0. */
const HOSTS = ['aws', 'azure', 'openrouter'];

const target = fileURLToPath(new URL('../libs/billing/src/domain/seed-prices.ts', import.meta.url));
const ancestors = JSON.parse(readFileSync(new URL('ancestor-prices.json', import.meta.url), 'utf8'));

const CLASSES = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  output: 'output_mtok',
  reasoning: 'output_reasoning_mtok',
  imageInput: 'input_image_mtok',
  audioInput: 'input_audio_mtok',
  imageOutput: 'output_image_mtok',
  audioOutput: 'output_audio_mtok',
};
const TOOLS = { web_search: 'web_searches_kcount', file_search: 'storage_searches_kcount' };
/** Dollars an image; the ancestors' tables of sizes times their ratios, which are the vendor's prices. */
const IMAGES = {
  'dall-e-2': { '256x256': '0.016', '512x512': '0.018', '1024x1024': '0.02' },
  'dall-e-3': {
    '1024x1024': '0.04',
    '1024x1024/hd': '0.08',
    '1024x1792': '0.08',
    '1024x1792/hd': '0.12',
    '1792x1024': '0.08',
    '1792x1024/hd': '0.12',
  },
  'ali-stable-diffusion-xl': { '*': '0.016' },
  'ali-stable-diffusion-v1.5': { '*': '0.016' },
  'wanx-v1': { '*': '0.016' },
};

/** A number of at most 15 digits as decimal text. */
function text(number) {
  const short = Number(number.toPrecision(15));
  return short >= 1e-6 || short === 0 ? String(short) : short.toFixed(20).replace(/0+$/, '');
}

const filled = (entries) => (entries.length === 0 ? undefined : Object.fromEntries(entries));

/** Some vendors are cheaper at certain hours; a list price is that of the others. */
function published(name) {
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(`${GENAI_PRICES_DATE}T${String(hour).padStart(2, '0')}:45:00Z`));
  const prices = hours.map((timestamp) => calcPrice({ input_tokens: 1 }, name, { timestamp }));
  return prices.reduce((dearest, price) => ((price?.input_price ?? 0) > (dearest?.input_price ?? 0) ? price : dearest));
}

function fromPublished(name) {
  const found = published(name);
  if (found === null || !VENDORS.includes(found.provider.id)) return undefined;
  const listed = found.model_price;
  const classes = Object.entries(CLASSES).filter(([, key]) => listed[key] !== undefined);
  const starts = new Set(classes.flatMap(([, key]) => (listed[key].tiers ?? []).map((tier) => tier.start)));
  const perHour = listed.input_audio_hours ?? listed.audio_hours;
  const price = {
    perMillion: filled(classes.map(([name, key]) => [name, text(listed[key].base ?? listed[key])])),
    tiers: [...starts]
      .sort((a, b) => a - b)
      .map((above) => ({
        above,
        perMillion: filled(
          classes.flatMap(([name, key]) => {
            const tier = (listed[key].tiers ?? []).findLast(({ start }) => start <= above);
            return tier === undefined ? [] : [[name, text(tier.price)]];
          }),
        ),
      })),
    perSecond: perHour === undefined ? undefined : text(perHour / 3600),
    perToolCall: filled(
      Object.entries(TOOLS).flatMap(([tool, key]) => (listed[key] === undefined ? [] : [[tool, text(listed[key] / 1000)]])),
    ),
  };
  if (price.tiers.length === 0) delete price.tiers;
  const isUsable = price.perMillion?.input !== undefined || price.perSecond !== undefined;
  return isUsable ? { ...price, source: 'genai-prices', sourceDate: GENAI_PRICES_DATE } : undefined;
}

function fromAncestors(name) {
  const ratio = ancestors.ModelRatio[name];
  const perCall = ancestors.ModelPrice[name];
  const perImage = IMAGES[name];
  return {
    perMillion: ratio === undefined || perImage !== undefined ? undefined : { input: text(ratio * 2) },
    perCall: perCall === undefined ? undefined : text(perCall),
    perImage,
    source: 'seed',
    sourceDate: ANCESTORS_DATE,
  };
}

/** Names that a matching rule spells out. */
function namesOf(match) {
  if (match === undefined) return [];
  const nested = [...(match.or ?? []), ...(match.and ?? [])].flatMap(namesOf);
  return [match.equals, match.starts_with, ...nested].filter((name) => name !== undefined);
}

function vendorNames() {
  const named = [...VENDORS, ...HOSTS].flatMap((providerId) =>
    findProvider({ providerId }).models.flatMap((model) => [model.id, ...namesOf(model.match)]),
  );
  return named
    .map((name) => name.replace(/^.*[/~]/, '').replace(/^(?:[a-z-]+\.)*(?=claude)/, '').replace(/-v\d+(?::.*)?$/, ''))
    .filter((name) => /^[a-z][\w.-]*[a-z0-9]$/i.test(name) && VENDORS.includes(findProvider({ modelId: name })?.id));
}

const names = new Set([
  ...Object.keys(ancestors.ModelRatio),
  ...Object.keys(ancestors.ModelPrice),
  ...vendorNames().sort(),
]);
const models = [...names].flatMap((name) => {
  const isKnown = Object.hasOwn(ancestors.ModelRatio, name) || Object.hasOwn(ancestors.ModelPrice, name);
  const price = fromPublished(name) ?? (isKnown ? fromAncestors(name) : undefined);
  return price === undefined ? [] : [`  ${JSON.stringify(name)}: ${JSON.stringify(price)},`];
});
const written = `// Written by tools/seed-prices.mjs.
import type { ModelPrice } from './model-price';

// prettier-ignore
export const SEED_MODELS: Readonly<Record<string, ModelPrice>> = {
${models.join('\n')}
};
`;
if (!process.argv.includes('--check')) {
  writeFileSync(target, written);
  console.log(`${models.length} prices are written`);
} else if (readFileSync(target, 'utf8') !== written) {
  console.error('libs/billing/src/domain/seed-prices.ts is out of step: run node tools/seed-prices.mjs');
  process.exitCode = 1;
} else console.log('libs/billing/src/domain/seed-prices.ts is in step');
