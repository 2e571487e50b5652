import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXACT_MODEL, MODELS } from './cases.mjs';
import { checkAccounts } from './gateway-accounts.mjs';
import { API_KEY, GATEWAY_PORT, UPSTREAM_URL, rootFolder, workFolder } from './places.mjs';
import { hasEnded, startPinned, stop } from './processes.mjs';
import { askExactly } from './requests.mjs';

const ADDRESS = `http://127.0.0.1:${GATEWAY_PORT}`;
const ACCESS_TOKEN = 'bench0123456789abcdef0123456789ab';
const EXACT_REQUESTS = 500;
/** Small enough for the opening balance to outlast every round, large enough for every answer to cost something. */
const MODEL_RATIO = 0.0001;

/** Channel types by what they speak. */
const CHANNEL_TYPES = { chat: 1, anthropic: 14, gemini: 24 };

// Two benches on different ports must not share a database.
const dataFolder = join(workFolder, `gateway-data-${GATEWAY_PORT}`);

/**
 * The gateway on a database that exists already, with a channel: an ordinary restart. `context.starts` restarts are timed,
 * the last one is measured.
 */
export async function gatewayVariant(context, startProgram) {
  await prepareDatabase(context);
  const program = { name: 'gateway', command: [...(context.nodeFlags ?? []), mainFile(context)], env: environment() };
  const firstAnswerMs = [];
  const loads = [];
  for (let start = 1; ; start++) {
    const variant = await startProgram(program, context);
    firstAnswerMs.push(...variant.start.firstAnswerMs);
    loads.push({ model: 'm-plain', connections: 0, answered: 1 });
    if (start < (context.starts ?? 1)) {
      await stop(variant.child);
      continue;
    }
    variant.target.converts = true;
    variant.target.onLoad = (load) => loads.push(load);
    return {
      ...variant,
      start: { ...variant.start, firstAnswerMs },
      finish: async () => {
        const answered = await askExactly(EXACT_REQUESTS, GATEWAY_PORT, EXACT_MODEL);
        loads.push({ model: EXACT_MODEL, connections: 0, answered });
        await stop(variant.child);
        return { accounts: checkAccounts(join(dataFolder, 'chat-api.db'), loads) };
      },
    };
  }
}

/** The first start of an installation, and what its operator does then. */
async function prepareDatabase(context) {
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  const logFile = join(workFolder, 'gateway.log');
  const command = [process.execPath, mainFile(context)];
  const child = startPinned(context.gatewayCore, command, { env: environment(), cwd: workFolder, logFile });
  try {
    await untilListening(child);
    for (const [name, models] of Object.entries(MODELS)) {
      await manage('POST', '/api/channel/', {
        type: CHANNEL_TYPES[name],
        name,
        key: 'sk-upstream',
        base_url: UPSTREAM_URL,
        models: models.join(','),
        group: 'default',
      });
    }
    const ratios = Object.fromEntries(
      Object.values(MODELS)
        .flat()
        .map((model) => [model, MODEL_RATIO]),
    );
    await manage('PUT', '/api/option/', { key: 'ModelRatio', value: JSON.stringify(ratios) });
  } catch (error) {
    throw new Error(`The gateway could not be set up: ${error.message}, see ${logFile}`, { cause: error });
  } finally {
    await stop(child);
  }
}

function environment() {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(GATEWAY_PORT),
    DATA_DIR: dataFolder,
    UPSTREAM_ALLOW_PRIVATE: '127.0.0.1',
    INITIAL_ROOT_PASSWORD: 'bench-password-1',
    INITIAL_ROOT_TOKEN: API_KEY,
    INITIAL_ROOT_ACCESS_TOKEN: ACCESS_TOKEN,
    GLOBAL_API_RATE_LIMIT: '0',
    // Streams that a load left behind are not worth waiting for.
    SHUTDOWN_GRACE: '5',
  };
}

async function untilListening(child) {
  for (let attempt = 0; attempt < 600 && !hasEnded(child); attempt++) {
    const isUp = await fetch(`${ADDRESS}/api/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await sleep(50);
  }
  throw new Error('it does not listen');
}

async function manage(method, path, body) {
  const headers = { authorization: ACCESS_TOKEN, 'content-type': 'application/json' };
  const response = await fetch(`${ADDRESS}${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok || JSON.parse(text).success !== true)
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
}

// Flags of Node mean a profile, which goes by package: there the modules run and not the bundle.
const mainFile = ({ dist, nodeFlags }) => {
  const folder = join(dist ?? join(rootFolder, 'dist'), 'apps/gateway/src');
  return join(folder, nodeFlags === undefined ? 'main.js' : 'run-gateway.js');
};
