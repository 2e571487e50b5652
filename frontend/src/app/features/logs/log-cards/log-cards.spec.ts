import { TestBed } from '@angular/core/testing';
import { startConsole } from '../../../../testing/console-testing';
import { logRow } from '../../../../testing/log-row';
import { LogCards } from './log-cards';

const topUp = logRow({ type: 1, quota: 500_000, cost_usd: '1', multiplier: 'redeemed' });

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
