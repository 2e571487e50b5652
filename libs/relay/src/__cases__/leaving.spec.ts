import { writeEvents } from '../adapters/write-events';
import type { Dialect } from '../model/dialect';
import { ALL_PAIRS, Route, SPEECH } from './__fixtures__/route';
import { runStream, type RunningStream } from './__fixtures__/run-call';
import type { Spoken } from './__fixtures__/speech';

const HEAD = { 'content-type': 'text/event-stream' };
const ANSWER: Spoken = {
  text: 'Hallo 世界! '.repeat(4),
  calls: [{ id: 'call_a', name: 'now', input: `{"zone":"${'x'.repeat(40)}"}` }],
  usage: { input: 30, output: 20 },
};
/** Events up to the first that shows this, itself included. */
function upTo(to: Dialect, mark: RegExp): Buffer {
  const events = SPEECH[to].sayInPieces(ANSWER);
  const index = events.findIndex(({ data }) => mark.test(data));
  expect(index).toBeGreaterThan(-1);
  return writeEvents(events.slice(0, index + 1));
}
const feed = ({ upstream, controller }: RunningStream, bytes: Buffer) => upstream.onResponseData(controller, bytes);

describe('a caller who leaves', () => {
  it.each(ALL_PAIRS)(
    'case 75: before anything came pays nothing, and the upstream is stopped (%s to %s)',
    async (from, to) => {
      for (const hasHead of [false, true]) {
        const run = runStream(new Route(from, to));
        if (hasHead) run.upstream.onResponseStart(run.controller, 200, HEAD);
        run.leave();
        await run.counted();
        expect(run.endings).toEqual([{ act: 'released', endState: 'caller-gone' }]);
        expect(run.aborts()).toBe(1);
      }
    },
  );

  it.each(ALL_PAIRS)('case 75: in the middle of a text pays what he got (%s to %s)', async (from, to) => {
    const run = runStream(new Route(from, to));
    run.upstream.onResponseStart(run.controller, 200, HEAD);
    feed(run, upTo(to, /世界|! Ha/));
    run.leave();
    await run.counted();
    expect(run.aborts()).toBe(1);
    const { written, endings } = run;
    expect(endings[0]).toMatchObject({ act: 'settled', endState: 'caller-gone' });
    expect(endings[0]!.usage!.output).toBeGreaterThan(0);
    const [before, ended] = [written(), endings.length];
    // What comes late is nobody's.
    feed(run, writeEvents(SPEECH[to].sayInPieces(ANSWER).slice(-4)));
    run.upstream.onResponseEnd(run.controller);
    await run.counted();
    expect([written(), endings.length]).toEqual([before, ended]);
  });

  it.each(ALL_PAIRS)('case 75: in the middle of a call’s input pays what he got (%s to %s)', async (from, to) => {
    const run = runStream(new Route(from, to));
    run.upstream.onResponseStart(run.controller, 200, HEAD);
    feed(run, upTo(to, /xxxxx/));
    run.leave();
    await run.counted();
    expect(run.endings[0]).toMatchObject({ act: 'settled', endState: 'caller-gone' });
    expect([run.aborts(), run.endings.filter(({ act }) => act === 'settled').length]).toEqual([1, 1]);
  });

  it.each(ALL_PAIRS)(
    'case 75: between the end and the figures pays once, with whatever is known (%s to %s)',
    async (from, to) => {
      const run = runStream(new Route(from, to));
      run.upstream.onResponseStart(run.controller, 200, HEAD);
      const events = SPEECH[to].sayInPieces(ANSWER);
      feed(run, writeEvents(events.slice(0, to === 'openai-chat' ? -2 : -1)));
      run.leave();
      await run.counted();
      expect(run.endings.filter(({ act }) => act === 'settled')).toHaveLength(1);
      expect(run.aborts()).toBe(1);
    },
  );

  it.each(ALL_PAIRS)('case 75: after the end changes nothing (%s to %s)', async (from, to) => {
    const run = runStream(new Route(from, to));
    run.upstream.onResponseStart(run.controller, 200, HEAD);
    feed(run, writeEvents(SPEECH[to].sayInPieces(ANSWER)));
    run.upstream.onResponseEnd(run.controller);
    await run.counted();
    const [ending] = run.endings;
    expect(ending).toMatchObject({ act: 'settled', endState: 'completed', usage: { input: 30, output: 20 } });
    run.leave();
    await run.counted();
    expect(run.endings).toHaveLength(1);
  });

  it.each(ALL_PAIRS)(
    'caller-gone, drain: pays once what is reported, hears nothing more, and his upstream goes on (%s to %s)',
    async (from, to) => {
      for (const heard of [0, 1]) {
        const run = runStream(new Route(from, to), 'drain');
        run.upstream.onResponseStart(run.controller, 200, HEAD);
        const beginning = heard === 0 ? Buffer.alloc(0) : upTo(to, /世界|! Ha/);
        feed(run, beginning);
        run.leave();
        await run.counted();
        expect([run.endings, run.aborts()]).toEqual([[], 0]);
        feed(run, writeEvents(SPEECH[to].sayInPieces(ANSWER)).subarray(beginning.length));
        run.upstream.onResponseEnd(run.controller);
        await run.counted();
        const [settled, released, ...others] = run.endings;
        expect(settled).toMatchObject({ act: 'settled', endState: 'caller-gone', usage: { input: 30, output: 20 } });
        expect([released, others]).toEqual([{ act: 'released', endState: 'caller-gone' }, []]);
      }
    },
  );

  it.each(ALL_PAIRS)(
    'caller-gone, drain that is cut: pays what stopping would have cost (%s to %s)',
    async (from, to) => {
      const [stopped, drained] = (['cancel', 'drain'] as const).map((policy) => runStream(new Route(from, to), policy));
      for (const run of [stopped!, drained!]) {
        run.upstream.onResponseStart(run.controller, 200, HEAD);
        feed(run, upTo(to, /世界|! Ha/));
        run.leave();
      }
      feed(drained!, upTo(to, /xxxxx/).subarray(upTo(to, /世界|! Ha/).length));
      drained!.upstream.onResponseError(drained!.controller, new Error('cut'));
      await drained!.counted();
      expect(drained!.endings).toEqual(stopped!.endings);
      expect(drained!.endings).toHaveLength(2);
    },
  );
});
