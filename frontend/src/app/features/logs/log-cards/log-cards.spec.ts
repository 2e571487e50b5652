import { TestBed } from '@angular/core/testing';
import { startConsole } from '../../../../testing/console-testing';
import type { LogRow } from '../../../api/types';
import { LogCards } from './log-cards';

const topUp: LogRow = {
  id: 1,
  user_id: 7,
  created_at: 0,
  type: 1,
  username: 'alice',
  token_name: '',
  model_name: '',
  quota: 500_000,
  cost_usd: '1',
  prompt_tokens: 0,
  completion_tokens: 0,
  token_id: 0,
  use_time: 0,
  duration_ms: 0,
  first_byte_ms: 0,
  is_stream: false,
  multiplier: 'redeemed',
  price: null,
  request_id: null,
  status: 0,
  error_code: '',
  ip: '',
};

describe('LogCards', () => {
  it('shows a top-up without the figures only a call has', async () => {
    await startConsole([]);
    const fixture = TestBed.createComponent(LogCards);
    fixture.componentRef.setInput('rows', [topUp]);
    await fixture.whenStable();
    const text = (fixture.nativeElement as HTMLElement).textContent ?? '';
    expect(text).toContain('Top-up');
    expect(text).toContain('$1.00');
    expect(text).toContain('500,000 quota');
    expect(text).toContain('redeemed');
    expect(text).not.toContain('Duration');
  });
});
