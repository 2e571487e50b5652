import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { GatewayProcess } from '../harness/gateway-process';

const folder = resolve(__dirname, '../../dist/apps/gateway/src');

describe('the bundled gateway', () => {
  it('comes with compiled code that this version of Node accepts', () => {
    const program = `
      require(${JSON.stringify(join(folder, 'engine-flags.js'))});
      const { readFileSync } = require('node:fs');
      const file = ${JSON.stringify(join(folder, 'gateway.bundle.js'))};
      const cachedData = readFileSync(file + '.cache');
      console.log(new (require('node:vm').Script)(readFileSync(file, 'latin1'), { cachedData }).cachedDataRejected);`;
    expect(spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout).toBe('false\n');
  });

  it('starts without what only some gateways need', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-bundle-'));
    // Node's own fetch is loaded by whoever names one of its globals; the others are loaded at their first use.
    const program = `
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (text) => {
        if (!String(text).includes('is listening on')) return true;
        write(JSON.stringify(process.moduleLoadList.filter((name) => name.includes('undici'))));
        process.exit(0);
      };
      require(${JSON.stringify(join(folder, 'main.js'))});`;
    try {
      const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
        cwd: dataDir,
        env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir },
        encoding: 'utf8',
      });
      expect({ stdout, stderr }).toEqual({ stdout: '[]', stderr: '' });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('names places in the sources when an error is logged', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chat-api-bundle-'));
    try {
      writeFileSync(join(dataDir, 'secret.key'), 'damaged');
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'main.js')], {
        cwd: dataDir,
        env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir },
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/at readOrCreateKeyFile \(libs\/platform\/src\/secrets\/key-file\.ts:\d+\)/);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('has the thread that counts tokens beside it, with every vocabulary', async () => {
    const thread = new Worker(join(folder, 'token-thread.js'));
    try {
      for (const vocabulary of ['o200k_base', 'cl100k_base']) {
        const answer = new Promise((resolve) => thread.once('message', resolve));
        thread.postMessage({ id: 1, texts: ['hello world'], vocabulary, budgetMs: 20_000 });
        expect(await answer).toEqual({ id: 1, counted: { tokens: 2, isCut: false } });
      }
    } finally {
      await thread.terminate();
    }
  });

  it("has the thread of Alipay's library beside it, with all that the library needs", async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const thread = new Worker(join(folder, 'alipay-thread.js'));
    try {
      const answer = new Promise((resolve) => thread.once('message', resolve));
      thread.postMessage({
        id: 1,
        kind: 'notice',
        account: {
          appId: '2021000000000001',
          gateway: 'https://openapi.example/gateway.do',
          privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
          alipayKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
        },
        asked: { a: '1', sign_type: 'RSA2', sign: sign('sha256', Buffer.from('a=1'), privateKey).toString('base64') },
      });
      expect(await answer).toEqual({ id: 1, given: true });
    } finally {
      await thread.terminate();
    }
  });

  it('serves the committed API document, so every class kept its name', async () => {
    const gateway = await GatewayProcess.start();
    try {
      const served: unknown = await (await fetch(`${gateway.url}/api/docs/openapi.json`)).json();
      const committed: unknown = JSON.parse(readFileSync(resolve(__dirname, '../../docs/openapi.json'), 'utf8'));
      expect(served).toEqual(committed);
    } finally {
      await gateway.remove();
    }
  });
});
