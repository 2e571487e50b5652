import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { button, find, refusal, reply, settle, type, visit, type Visit } from '../../../../testing/console-testing';
import { logRow } from '../../../../testing/log-row';
import type { LogRow } from '../../../api/types';
import { Language } from '../../../core/i18n/language';
import { LogList } from './log-list';

const row = logRow({
  id: 91,
  created_at: new Date(2026, 10, 23, 12, 0, 5).getTime() / 1000,
  type: 2,
  token_name: 'laptop',
  model_name: 'gpt-4o',
  quota: 150,
  cost_usd: '0.0003',
  prompt_tokens: 1200,
  completion_tokens: 34,
  duration_ms: 2140,
  first_byte_ms: 420,
  is_stream: true,
  multiplier: 'per token',
  price: {
    kind: 'ratio',
    model: 'gpt-4o',
    lines: [{ class: 'input', count: 1200, usd_per_million: '0.25' }],
    group_ratio: 1.5,
    total_usd: '0.0003',
  },
  request_id: 'request-91',
  status: 200,
  ip: '203.0.113.9',
});

const open = (url = '/logs') => visit([{ path: 'logs', component: LogList }], url);
const list = (page: Visit) => page.server.expectOne((request) => request.url === '/api/log/self');
const totals = (page: Visit) => page.server.expectOne((request) => request.url === '/api/log/self/stat');

async function openWith(rows: LogRow[], total: number, url?: string): Promise<Visit> {
  const page = await open(url);
  list(page).flush({ ...reply(rows), total });
  totals(page).flush(reply({ quota: 9876, cost_usd: '0.019752', rpm: 3, tpm: 4567 }));
  await settle(page);
  return page;
}

describe('LogList', () => {
  it('waits visibly and asks for the first page', async () => {
    const page = await open();
    expect(page.element.querySelector('[aria-busy=true]')).not.toBeNull();
    expect(list(page).request.params.toString()).toBe('p=0&page_size=20');
    totals(page);
  });

  it('shows every column of a row, and the totals', async () => {
    const page = await openWith([row], 1);
    const shown = find(page.element, 'tbody tr.ant-table-row').textContent ?? '';
    for (const part of [
      '2026-11-23 12:00:05',
      'Usage',
      'laptop',
      'gpt-4o',
      '1,200',
      '34',
      '$0.0003',
      '150 quota',
      '2.1 s',
      '420 ms',
      'Stream',
      'request-91',
    ]) {
      expect(shown).toContain(part);
    }
    for (const part of ['$0.019752', '4,567', 'Total 1']) expect(page.text()).toContain(part);
  });

  it('opens the price breakdown of a row', async () => {
    const page = await openWith([row], 1);
    expect(page.text()).not.toContain('$0.25 / million tokens');
    find(page.element, 'tbody .ant-table-row-expand-icon').click();
    await settle(page);
    expect(page.text()).toContain('$0.25 / million tokens');
    expect(page.text()).toContain('× 1.5');
    expect(page.text()).toContain('203.0.113.9');
  });

  it('says of a row whether its tokens are an estimate', async () => {
    const page = await openWith([row, { ...row, id: 92, is_estimated: true }], 2);
    const estimates = () => page.text().split('Usage is estimated').length - 1;
    const [counted, estimated] = page.element.querySelectorAll<HTMLElement>('tbody .ant-table-row-expand-icon');
    counted?.click();
    await settle(page);
    expect(estimates()).toBe(0);
    estimated?.click();
    await settle(page);
    expect(estimates()).toBe(1);
  });

  it('invites to a first call when there is nothing yet', async () => {
    const page = await openWith([], 0);
    expect(page.text()).toContain('No log entries yet');
  });

  it('tells filters that match nothing from an empty log, and clears them', async () => {
    const page = await openWith([], 0, '/logs?model=nope');
    expect(page.text()).toContain('Nothing matches these filters');
    button(find(page.element, '[data-testid=empty]'), 'Reset').click();
    await settle(page);
    expect(TestBed.inject(Router).url).toBe('/logs');
    expect(list(page).request.params.has('model_name')).toBe(false);
  });

  it('shows a failure and tries again on demand', async () => {
    const page = await open();
    list(page).flush(refusal('database away', 'platform.internal'), { status: 500, statusText: 'x' });
    totals(page).flush(refusal('database away', 'platform.internal'), { status: 500, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('database away');
    button(page.element, 'Try again').click();
    await settle(page);
    list(page).flush({ ...reply([row]), total: 1 });
    totals(page).flush(reply({ quota: 1, cost_usd: '0', rpm: 0, tpm: 0 }));
    await settle(page);
    expect(page.text()).toContain('gpt-4o');
  });

  it('shows the rows although the totals failed', async () => {
    const page = await open();
    list(page).flush({ ...reply([row]), total: 1 });
    totals(page).flush(refusal('away', 'platform.internal'), { status: 500, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('gpt-4o');
    expect(find(page.element, '[data-testid=total-cost]').textContent).toBe('–');
  });

  it('tells a refusal from a failure', async () => {
    const page = await open();
    list(page).flush(refusal('no', 'platform.role_required'), { status: 403, statusText: 'x' });
    totals(page).flush(refusal('no', 'platform.role_required'), { status: 403, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('No access');
  });

  it('puts filters into the URL and starts again at the first page', async () => {
    const page = await openWith([row], 90, '/logs?page=3');
    type(page.element, '[formcontrolname=model]', ' gpt-4o ');
    type(page.element, '[formcontrolname=token]', 'laptop');
    button(page.element, 'Search').click();
    await settle(page);
    expect(TestBed.inject(Router).url).toBe('/logs?model=gpt-4o&token=laptop');
    expect(list(page).request.params.toString()).toBe('p=0&page_size=20&model_name=gpt-4o&token_name=laptop');
    expect(totals(page).request.params.toString()).toBe('model_name=gpt-4o&token_name=laptop');
  });

  it('reads its whole state from the URL', async () => {
    const page = await open('/logs?page=2&size=50&type=5&model=m&token=t&start=100&end=200');
    expect(list(page).request.params.toString()).toBe(
      'p=1&page_size=50&type=5&model_name=m&token_name=t&start_timestamp=100&end_timestamp=200',
    );
    expect(find<HTMLInputElement>(page.element, '[formcontrolname=model]').value).toBe('m');
  });

  it('turns the page through the URL without asking for the totals again', async () => {
    const page = await openWith([row], 41);
    find(page.element, 'li.ant-pagination-item[title="2"]').click();
    await settle(page);
    expect(TestBed.inject(Router).url).toBe('/logs?page=2');
    expect(list(page).request.params.get('p')).toBe('1');
    page.server.expectNone((request) => request.url === '/api/log/self/stat');
  });

  it('looks again when searched without a change', async () => {
    const page = await openWith([row], 1);
    button(page.element, 'Search').click();
    await settle(page);
    list(page);
    totals(page);
  });

  it('changes its language while open', async () => {
    const page = await openWith([row], 1);
    await TestBed.inject(Language).use('zh-CN');
    await settle(page);
    expect(page.text()).toContain('调用日志');
    expect(page.text()).toContain('消费');
    expect(page.text()).toContain('共 1 条');
  });
});
