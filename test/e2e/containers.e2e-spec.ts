import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GatewayProcess } from '../harness/gateway-process';

const HEALTH_CHECK = resolve(__dirname, '../../docker/healthcheck.mjs');
const WORKER = resolve(__dirname, '../../dist/apps/worker/src/main.js');

function check(role: string, env: Record<string, string>) {
  const { status, stderr } = spawnSync(process.execPath, [HEALTH_CHECK, role], { env, encoding: 'utf8' });
  return { status, stderr };
}

describe('the health check of the image', () => {
  it('asks a gateway and notices when it is gone', async () => {
    const gateway = await GatewayProcess.start();
    const env = { PORT: new URL(gateway.url).port };
    try {
      expect(check('gateway', env)).toEqual({ status: 0, stderr: '' });
      await gateway.stop();
      expect(check('gateway', env)).toEqual({ status: 1, stderr: expect.stringContaining('no answer') as unknown });
    } finally {
      await gateway.remove();
    }
  });

  describe('with a worker', () => {
    let dataDir: string;
    let worker: ChildProcess;
    let output = '';

    beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'chat-api-worker-'));
      worker = spawn(process.execPath, [WORKER], { env: { PATH: process.env['PATH'], DATA_DIR: dataDir }, cwd: dataDir });
      await new Promise<void>((done, fail) => {
        worker.stdout!.on('data', (part: Buffer) => {
          output += part.toString();
          // The line before the heartbeat begins; both happen in one turn of the event loop.
          if (output.includes('runs the scheduled jobs')) done();
        });
        worker.once('exit', (code) => fail(new Error(`The worker ended with ${code}: ${output}`)));
      });
    });

    afterAll(() => {
      worker.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    });

    it('sees its heartbeat, and an old one or none as a failure', () => {
      const env = { DATA_DIR: dataDir };
      expect(check('worker', env)).toEqual({ status: 0, stderr: '' });
      const twoMinutesAgo = Date.now() / 1000 - 120;
      utimesSync(join(dataDir, 'worker.alive'), twoMinutesAgo, twoMinutesAgo);
      expect(check('worker', env)).toEqual({ status: 1, stderr: expect.stringContaining('s old') as unknown });
      expect(check('worker', { DATA_DIR: tmpdir() }).status).toBe(1);
    });

    // A process that ends itself by the signal would stay alive as the first process of a container.
    it('ends by exit and not by signal when it is stopped', async () => {
      const ended = new Promise((done) => worker.once('exit', (code, signal) => done([code, signal])));
      worker.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    });
  });
});
