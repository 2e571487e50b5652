import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Role } from '@app/kernel';
import { BillingApp } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import type { Actor } from '../src/application/actor';
import { PriceBook } from '../src/application/price-book';
import { PricePublisher } from '../src/application/price-publisher';
import { PriceSync } from '../src/upkeep.contract';
import { DraftStore } from '../src/prices/draft-store';
import { PriceDrafts } from '../src/prices/price-drafts';
import { PriceSources } from '../src/prices/sync/price-sources';
import { PriceSyncService } from '../src/prices/sync/price-sync.service';

const root: Actor = { userId: 1, username: 'root', role: Role.Root, ip: '' };
const LARGEST = 8 * 1024 * 1024;

// Real: database, download, a server of lists on this machine. The lists are made up.
describe.each(ENGINES)('prices from sources on %s', (engine) => {
  let billing: BillingApp;
  let server: Server;
  let answer: { status: number; body: string; location?: string };

  const litellm = (input: number, more: object = {}) =>
    JSON.stringify({ 'gpt-4o': { input_cost_per_token: input, output_cost_per_token: 1e-5 }, ...more });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.json`;
  const never = () => new AbortController().signal;
  const refusal = (code: string, status: number) => expect.objectContaining({ code, status }) as Error;
  const add = (everyHours = 6, name = 'there') =>
    billing.get(PriceSources).add(root, { name, url: address(), everyHours });
  const openDrafts = async () => (await billing.get(DraftStore).list({ skip: 0, take: 10 }, 'open')).rows;
  const priceOf = (model: string) => billing.get(PriceBook).version.list.models.get(model);

  beforeAll(async () => {
    server = createServer((_request, response) => {
      const { status, body, location } = answer;
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  beforeEach(async () => {
    billing = await BillingApp.start(engine, { UPSTREAM_ALLOW_PRIVATE: '127.0.0.1' });
    answer = { status: 200, body: litellm(5e-6, { brand_new: { input_cost_per_token: 1e-6 } }) };
  });

  afterEach(() => billing.remove());

  it('become a draft in which nothing is taken yet, and count once chosen ones are published', async () => {
    const { id } = await add();
    const outcome = await billing.get(PriceSyncService).fetch(1, id, never());
    expect(outcome).toMatchObject({ offered: 2, skipped: 0 });
    const drafts = billing.get(PriceDrafts);
    const seen = { id: outcome.draftId!, revision: 1 };
    await expect(drafts.publish(root, seen)).rejects.toThrow(refusal('price.nothing_changed', 409));
    const taken = await drafts.take(root, seen, { paths: ['models.gpt-4o'] });
    await drafts.publish(root, taken);
    const today = new Date(billing.clock.now()).toISOString().slice(0, 10);
    expect(priceOf('gpt-4o')).toEqual({
      ...{ perMillion: { input: '5', output: '10' }, source: 'sync:there', sourceDate: today },
    });
    expect(priceOf('brand_new')).toBeUndefined();
  });

  it('are fetched when their time has come, offered once, and never published', async () => {
    await add();
    await add(0, 'asked-only');
    const sync = billing.get(PriceSync);
    const before = billing.get(PriceBook).version.id;
    const [first] = await sync.syncDue(never());
    expect(first).toMatchObject({ source: 'there', offered: 2, error: undefined });
    expect(await openDrafts()).toMatchObject([{ id: first!.draftId, offerSource: 'there', authorId: 0 }]);
    expect(await sync.syncDue(never())).toEqual([]);
    billing.clock.pass(1);
    expect(await sync.syncDue(never())).toMatchObject([{ source: 'there', draftId: undefined, offered: 0 }]);
    answer.body = litellm(6e-6);
    billing.clock.pass(1);
    const [changed] = await sync.syncDue(never());
    // The first draft, which nobody touched, gives way.
    expect(await openDrafts()).toMatchObject([{ id: changed!.draftId }]);
    expect(billing.get(PriceBook).version.id).toBe(before);
  });

  it('leave a draft alone that somebody works on', async () => {
    const { id } = await add();
    const { draftId } = await billing.get(PriceSyncService).fetch(1, id, never());
    await billing.get(PriceDrafts).take(root, { id: draftId!, revision: 1 }, { every: 'listed' });
    await billing.get(PriceSyncService).fetch(1, id, never());
    expect(await openDrafts()).toHaveLength(2);
  });

  it('offer what the operator has set only to those who choose it', async () => {
    await billing.get(PricePublisher).publish(
      (list) => ({
        ...list,
        models: new Map([
          ...list.models,
          ['gpt-4o', { perCall: '1', source: 'operator' as const, sourceDate: '2026-01-01' }],
        ]),
      }),
      { authorId: 1, note: '' },
    );
    const { id } = await add();
    const { draftId } = await billing.get(PriceSyncService).fetch(1, id, never());
    const drafts = billing.get(PriceDrafts);
    const all = await drafts.take(root, { id: draftId!, revision: 1 }, { every: 'all' });
    expect([all.list.models.get('gpt-4o')?.perCall, all.list.models.has('brand_new')]).toEqual(['1', true]);
    const chosen = await drafts.take(root, all, { paths: ['models.gpt-4o'] });
    expect(chosen.list.models.get('gpt-4o')?.source).toBe('sync:there');
  });

  it('are claimed by one of two nodes', async () => {
    await add();
    const other = await billing.another();
    try {
      const results = await Promise.all([billing, other].map((node) => node.get(PriceSync).syncDue(never())));
      expect(results.flat()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['an error', { status: 500, body: '' }, 'price.source_unreachable', 502],
    ['no JSON', { status: 200, body: '<html>' }, 'price.offer_unreadable', 422],
    ['another JSON', { status: 200, body: '{"a":1}' }, 'price.offer_unreadable', 422],
    ['too much', { status: 200, body: `"${'x'.repeat(LARGEST)}"` }, 'price.source_unreachable', 502],
    [
      'a way into our network',
      { status: 302, body: '', location: 'http://169.254.169.254/latest' },
      'price.source_unreachable',
      502,
    ],
  ])('that answer with %s are told of and change nothing', async (_, bad, code, status) => {
    answer = bad;
    const { id } = await add();
    await expect(billing.get(PriceSyncService).fetch(1, id, never())).rejects.toThrow(refusal(code, status));
    expect(await billing.get(PriceSources).find(id)).toMatchObject({ lastError: code, offerHash: '' });
    billing.clock.pass(1);
    expect(await billing.get(PriceSync).syncDue(never())).toMatchObject([{ source: 'there', error: code }]);
    expect(await openDrafts()).toEqual([]);
  });

  it('are listed under names of their own, at addresses that may be asked', async () => {
    const sources = billing.get(PriceSources);
    const { id } = await add();
    await expect(add()).rejects.toThrow(refusal('price.source_exists', 409));
    for (const url of ['http://10.0.0.1/list', 'ftp://example.com/', 'http://169.254.169.254/'])
      await expect(sources.add(root, { name: 'other', url, everyHours: 0 })).rejects.toThrow(
        refusal('egress.target_refused', 422),
      );
    const renamed = await sources.update(root, id, { name: 'here', url: address(), everyHours: 0 });
    expect(renamed).toMatchObject({ id, name: 'here' });
    await sources.remove(root, id);
    await expect(sources.find(id)).rejects.toThrow(refusal('price.source_not_found', 404));
  });
});
