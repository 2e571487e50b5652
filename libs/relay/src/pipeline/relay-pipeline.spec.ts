import type { ReserveOutcome, UsageMeter } from '@app/billing';
import type { ChannelSelector } from '@app/channel';
import { SystemClock } from '@app/kernel';
import type { AppConfig, OptionStore } from '@app/platform';
import type { UpstreamConnections } from '../transport/upstream-connections';
import type { AdmitRequest } from './admit-request';
import type { CallWatch } from './call-watch';
import type { PreparedUpstreams } from './prepared-upstreams';
import { RelayCall } from './relay-call';
import { RelayPipeline } from './relay-pipeline';
import type { ReplyWriter } from './reply-writer';
import { SettleCall } from './settle-call';

describe('the pipeline (real: pipeline and settling; faked: everything they talk to)', () => {
  it('gives back a reservation that comes after the caller has left, and calls no upstream', async () => {
    let admit!: (outcome: ReserveOutcome) => void;
    const outcome = new Promise<ReserveOutcome>((resolve) => (admit = resolve));
    const released: string[] = [];
    const meter = { release: ({ endState }: { endState: string }) => released.push(endState) } as unknown as UsageMeter;
    const select = jest.fn();
    const pipeline = new RelayPipeline(
      { admit: () => outcome } as unknown as AdmitRequest,
      { select } as unknown as ChannelSelector,
      {} as PreparedUpstreams,
      {} as UpstreamConnections,
      new SettleCall(meter, new SystemClock()),
      { add: () => undefined, remove: () => undefined, onEachTick: () => undefined } as unknown as CallWatch,
      { register: () => undefined } as unknown as OptionStore,
      { relay: {} } as AppConfig,
      new SystemClock(),
    );
    const reply = { isGone: false, onGone: undefined as (() => void) | undefined };
    const call = new RelayCall('id', 0, '', reply as unknown as ReplyWriter);
    pipeline.start(call);
    reply.isGone = true;
    reply.onGone!();
    expect(released).toEqual(['caller-gone']);
    admit({ ok: true });
    await outcome;
    await Promise.resolve();
    expect(released).toEqual(['caller-gone', 'caller-gone']);
    expect(select).not.toHaveBeenCalled();
  });
});
