// Writes the configuration tables of README.md and README.zh-CN.md from the variables the built server knows:
// `node tools/config-table.mjs`; with --check it only tells whether they are in step. Wants `node tools/build.mjs --server`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const START = '<!-- configuration:start -->';
const END = '<!-- configuration:end -->';

/** Read and checked at start, but nothing acts on them yet. Each with what its first use will look like in the source. */
const NOT_USED_YET = {
  GEMINI_SAFETY_SETTING: /\bgeminiSafetySetting\b/,
  CHANNEL_TEST_FREQUENCY: /\bchannelJobs\b/,
  CHANNEL_UPDATE_FREQUENCY: /\bchannelJobs\b/,
  POLLING_INTERVAL: /\bchannelJobs\b/,
  ADJUSTHOUR: /\badjustHour\b/,
};

/** Defaults that are words and not values. */
const WORDED_DEFAULTS = {
  never: '从不',
  system: '系统时区',
  'standard output only': '仅标准输出',
  'same as SQL_DSN': '与 SQL_DSN 相同',
  '123456, must be changed at the first login': '123456，首次登录后必须修改',
  '<DATA_DIR>/secret.key, generated': '自动生成的 <DATA_DIR>/secret.key',
};

const languages = [
  {
    file: 'README.md',
    head: ['Variable', 'Default', 'Meaning'],
    worded: (text) => text,
    effect: (variable) => variable.effect.en,
    notYet: 'These are read and checked at start, but nothing uses them yet:',
  },
  {
    file: 'README.zh-CN.md',
    head: ['变量', '默认值', '作用'],
    worded: (text) => WORDED_DEFAULTS[text],
    effect: (variable) => variable.effect.zh,
    notYet: '下列变量会在启动时读取并校验，但目前还没有功能使用它们：',
  },
];

const isCheck = process.argv.includes('--check');
const variables = loadVariables();
const problems = [...wronglyCalledUnused(), ...variables.flatMap(untranslatedDefault)];
for (const language of languages) problems.push(...bring(language));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(isCheck ? 'The configuration tables are in step' : 'The configuration tables are written');

function loadVariables() {
  try {
    return createRequire(import.meta.url)('../dist/libs/platform/src/index.js').CONFIG_VARIABLES;
  } catch (error) {
    console.error(`The built server cannot be read, run "node tools/build.mjs --server": ${error.message}`);
    process.exit(1);
  }
}

/** Puts the table between the markers of the language's file, or says that it is not what stands there. */
function bring(language) {
  const path = join(root, language.file);
  const text = readFileSync(path, 'utf8');
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start < 0 || end < start) return [`${language.file} has no ${START} … ${END}`];
  const wanted = `${text.slice(0, start)}${START}\n\n${tables(language)}\n${text.slice(end)}`;
  if (wanted === text) return [];
  if (isCheck) return [`The configuration table of ${language.file} is out of step: run node tools/config-table.mjs`];
  writeFileSync(path, wanted);
  return [];
}

function tables(language) {
  const isUsed = ({ name }) => !Object.hasOwn(NOT_USED_YET, name);
  const used = table(language, variables.filter(isUsed));
  const unused = variables.filter((variable) => !isUsed(variable));
  return unused.length === 0 ? used : `${used}\n${language.notYet}\n\n${table(language, unused)}`;
}

function table(language, rows) {
  const lines = rows.map((variable) => [
    `\`${variable.name}\``,
    shownDefault(language, variable.defaultText),
    language.effect(variable),
  ]);
  const head = [language.head, language.head.map(() => '---')];
  return [...head, ...lines].map((cells) => `| ${cells.map(escape).join(' | ')} |\n`).join('');
}

function shownDefault(language, text) {
  if (text === '') return '';
  return Object.hasOwn(WORDED_DEFAULTS, text)
    ? language.worded(text).replace(/<DATA_DIR>[^\s,]*/, '`$&`')
    : `\`${text}\``;
}

function escape(cell) {
  return cell.replaceAll('|', '\\|');
}

function untranslatedDefault({ name, defaultText }) {
  const isWorded = defaultText.includes(' ') && !Object.hasOwn(WORDED_DEFAULTS, defaultText);
  return isWorded ? [`tools/config-table.mjs has no Chinese for the default of ${name}: "${defaultText}"`] : [];
}

/** The list above must not outlive its truth. */
function wronglyCalledUnused() {
  const sources = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((path) => join(folder, path))
      .filter(
        (path) =>
          path.endsWith('.ts') && !path.endsWith('spec.ts') && !path.includes(join('platform', 'src', 'config')),
      )
      .map((path) => readFileSync(join(root, path), 'utf8')),
  );
  return Object.entries(NOT_USED_YET)
    .filter(([, use]) => sources.some((source) => use.test(source)))
    .map(([name]) => `${name} is used now: take it off NOT_USED_YET in tools/config-table.mjs`);
}
