import { generateKeyPairSync, sign } from 'node:crypto';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import {
  ALIPAY_LIBRARY_LIMITS,
  AlipayLibrary,
  startAlipayThread,
  type AlipayLibraryLimits,
} from '../../src/payment/alipay/alipay-library';

// Real: the thread and Alipay's library. Fake: threads that are made to fail.
const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ACCOUNT = {
  appId: '2021000000000001',
  gateway: 'https://openapi.example/gateway.do',
  privateKey: merchant.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  alipayKey: alipay.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
};
const NOTICE = {
  total_amount: '1.00',
  sign_type: 'RSA2',
  sign: sign('sha256', Buffer.from('total_amount=1.00'), alipay.privateKey).toString('base64'),
};

const started: Worker[] = [];
const libraries: AlipayLibrary[] = [];

function open(limits: Partial<AlipayLibraryLimits> = {}, startThread = startAlipayThread): AlipayLibrary {
  const start = () => {
    const worker = startThread();
    started.push(worker);
    return worker;
  };
  const library = new AlipayLibrary({ ...ALIPAY_LIBRARY_LIMITS, answerMs: 60_000, ...limits }, start);
  libraries.push(library);
  return library;
}

const scripted = (script: string) => () => new Worker(script, { eval: true });
const SILENT = 'setInterval(() => {}, 1000)';
const verify = (library: AlipayLibrary) => library.ask('notice', ACCOUNT, NOTICE);
const ended = (worker: Worker) => new Promise((resolve) => worker.once('exit', resolve));

let warn: jest.SpyInstance;
beforeEach(() => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  started.length = 0;
});
afterEach(async () => {
  warn.mockRestore();
  for (const library of libraries.splice(0)) await library.onApplicationShutdown();
});

describe("Alipay's library", () => {
  it('changes no socket of the process, though it would where it is loaded', async () => {
    const { destroy } = Socket.prototype;
    const file = require.resolve('alipay-sdk');
    const loader = `const { Socket } = require('node:net'); const { destroy } = Socket.prototype; require(${JSON.stringify(file)});
      require('node:worker_threads').parentPort.postMessage(Socket.prototype.destroy !== destroy);`;
    const bare = new Worker(loader, { eval: true });
    expect(await new Promise((resolve) => bare.once('message', resolve))).toBe(true);
    expect(await verify(open())).toBe(true);
    expect(Socket.prototype.destroy).toBe(destroy);

    const reason = new Error('gone');
    const closed = await Promise.all(
      [new Socket(), new Socket()].map((socket) => new Promise((done) => socket.on('error', done).destroy(reason))),
    );
    expect(closed).toEqual([reason, reason]);
  });

  it('is not there before it is needed, and one for all', async () => {
    const library = open();
    expect(started).toHaveLength(0);
    expect(await Promise.all(Array.from({ length: 50 }, () => verify(library)))).toEqual(Array(50).fill(true));
    expect(started).toHaveLength(1);
  });

  it('goes when nobody has needed it for a while, and comes again', async () => {
    const library = open({ idleMs: 50 });
    expect(await verify(library)).toBe(true);
    await ended(started[0]!);
    expect(await verify(library)).toBe(true);
    expect(started).toHaveLength(2);
    expect(warn).not.toHaveBeenCalled();
  });

  it('comes again after it has died, and tells whoever waited', async () => {
    const mortal = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ id }) => (id === 1 ? parentPort.postMessage({ id, given: true }) : process.exit(1)));`;
    const library = open({}, () => (started.length === 0 ? scripted(mortal)() : startAlipayThread()));
    expect(await verify(library)).toBe(true);
    const waiting = [verify(library), verify(library)].map((asked) => asked.catch((error: Error) => error.message));
    expect(await Promise.all(waiting)).toEqual(Array(2).fill("the thread of Alipay's library has ended"));
    expect(await verify(library)).toBe(true);
    expect(started).toHaveLength(2);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is not started again and again when it cannot be', async () => {
    const library = open({}, () => new Worker(join(__dirname, 'no-such-thread.js')));
    await expect(verify(library)).rejects.toThrow('no-such-thread');
    await expect(verify(library)).rejects.toThrow('cannot be started');
    expect(started).toHaveLength(1);
    const patient = open({ pauseMs: 0 }, () => new Worker(join(__dirname, 'no-such-thread.js')));
    for (let i = 0; i < 2; i++) await expect(verify(patient)).rejects.toThrow('no-such-thread');
    expect(started).toHaveLength(3);
  });

  it('is given up when it does not answer in time', async () => {
    const library = open({ answerMs: 50 }, scripted(SILENT));
    const asked = verify(library);
    const end = ended(started[0]!);
    await expect(asked).rejects.toThrow('does not answer');
    await end;
  });

  it('survives a thread that runs out of memory', async () => {
    const eater = `const all = []; require('node:worker_threads').parentPort.on('message', () => {
      for (;;) all.push(Array(10_000).fill({})); });`;
    const library = open({}, () => new Worker(eater, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 20 } }));
    await expect(verify(library)).rejects.toThrow('memory');
  });

  it('takes no more than it may', async () => {
    const library = open({ requests: 2 }, scripted(SILENT));
    const waiting = [verify(library), verify(library)].map((asked) => asked.catch((error: Error) => error.message));
    await expect(verify(library)).rejects.toThrow('too much waits');
    await library.onApplicationShutdown();
    expect(await Promise.all(waiting)).toEqual(['the gateway stops', 'the gateway stops']);
    await expect(verify(library)).rejects.toThrow('the gateway stops');
    expect(started).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('fails without telling the key', async () => {
    const library = open();
    const secret = ACCOUNT.privateKey.slice(0, 400);
    const request = { method: 'alipay.trade.query', parameters: { bizContent: {} } };
    const failure = await library.ask('request', { ...ACCOUNT, privateKey: secret }, request).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ message: expect.stringContaining("Alipay's library failed") });
    expect(`${failure?.message} ${failure?.stack}`).not.toContain(secret.slice(40, 80));
    // The next one has nothing to do with it.
    expect(await verify(library)).toBe(true);
    expect(started).toHaveLength(1);
  });
});
