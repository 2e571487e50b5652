import fc from 'fast-check';
import { nativeDialect } from '../adapters/native-dialect';
import { writeEvents } from '../adapters/write-events';
import type { Dialect } from '../model/dialect';
import { SseDecoder } from '../transport/sse-decoder';
import { HISTORY, type Entry } from './__fixtures__/history';
import { asking, MEDIA, TRACES } from './__fixtures__/media';
import { CONVERTED_PAIRS, DIALECTS, Route, SPEECH } from './__fixtures__/route';
import { SCHEMA_FORMAT } from './__fixtures__/schema-format';
import type { Figures, Spoken, Wire } from './__fixtures__/speech';
import { TOOLS, type Choice } from './__fixtures__/tools';

const RUNS = { numRuns: 40, seed: 76 };
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);
/** Not empty, and without white space at its ends, which some dialects refuse. */
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((inner) => `(${inner})`);
const input = fc.dictionary(word, fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text, { maxLength: 2 })), {
  maxKeys: 3,
});
const call = fc.record({ name: word, input: input.map((fields) => JSON.stringify(fields)) });

/** A conversation by turns, with tool loops in it. */
const conversation = fc
  .record({
    system: fc.option(text),
    turns: fc.array(
      fc.record({ question: text, calls: fc.array(call, { maxLength: 3 }), before: fc.option(text), answer: text }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  })
  .map(({ system, turns }): Entry[] => {
    const entries: Entry[] = system === null ? [] : [{ by: 'system', text: system }];
    let count = 0;
    for (const { question, calls, before, answer } of turns) {
      entries.push({ by: 'user', text: question });
      if (calls.length > 0 && before !== null) entries.push({ by: 'assistant', text: before });
      const made = calls.map(({ name, input: given }) => ({ call: `call_${++count}`, name, input: given }));
      entries.push(...made, ...made.map(({ call: id }) => ({ result: id, text: `of ${id}: ${answer}` })));
      entries.push({ by: 'assistant', text: answer });
    }
    return [...entries, { by: 'user', text: 'and now?' }];
  });
const figures = fc.record<Figures>({
  input: fc.nat(9999),
  cacheRead: fc.nat(9999),
  output: fc.integer({ min: 1, max: 9999 }),
  reasoning: fc.nat(9999),
});
const answer: fc.Arbitrary<Spoken> = fc
  .record({
    thought: fc.option(text),
    proof: word,
    said: text,
    calls: fc.array(call, { maxLength: 3 }),
    usage: figures,
  })
  .map(({ thought, proof, said, calls, usage }) => ({
    ...(thought !== null && { thinking: { text: thought, signature: proof } }),
    text: said,
    ...(calls.length > 0 && { calls: calls.map((one, index) => ({ id: `call_${index}`, ...one })) }),
    usage,
  }));
const thereAndBack = (from: Dialect, over: Dialect, fields: Wire): Wire => {
  // Nothing may be lost on either way.
  const target = { config: { conversion: 'strict' } };
  const there = new Route(from, over, { target }).ask(fields).sent;
  return new Route(over, from, { target }).ask(there).sent;
};

describe('there and back again', () => {
  it.each(CONVERTED_PAIRS)('any conversation with tools is the same (%s over %s)', (from, over) => {
    fc.assert(
      fc.property(conversation, (entries) => {
        const back = thereAndBack(from, over, HISTORY[from].write(entries));
        expect(HISTORY[from].read(back)).toEqual(entries);
      }),
      RUNS,
    );
  });

  it.each(CONVERTED_PAIRS)('any tools and choice are the same (%s over %s)', (from, over) => {
    const schema = fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(word, fc.constantFrom<unknown>({ type: 'string' }, { type: 'integer', minimum: 0 })),
    });
    const tools = fc.uniqueArray(fc.record({ name: word, schema }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ name }) => name,
    });
    const kind = fc.constantFrom<(name: string) => Choice | undefined>(
      () => undefined,
      () => 'auto',
      () => 'none',
      () => 'required',
      (name) => ({ name }),
    );
    fc.assert(
      fc.property(tools, kind, (offered, choose) => {
        const choice = choose(offered[0]!.name);
        const back = thereAndBack(from, over, TOOLS[from].write(offered, choice));
        const bare = TOOLS[from].tools(back).map(({ name, schema: kept }) => ({ name, schema: kept }));
        expect([bare, TOOLS[from].choice(back)]).toEqual([offered, choice]);
      }),
      RUNS,
    );
  });

  it.each(CONVERTED_PAIRS)('pictures, documents and a schema of the answer are there (%s over %s)', (from, over) => {
    const picture = JSON.stringify(thereAndBack(from, over, asking(from, MEDIA[from].image!)));
    expect(picture.split(TRACES.image)).toHaveLength(2);
    const route = (a: Dialect, b: Dialect, fields: Wire) => new Route(a, b).ask(fields).sent;
    // A file's name is what some have no place for.
    const document = JSON.stringify(route(over, from, route(from, over, asking(from, MEDIA[from].document!))));
    expect(document.split(TRACES.document)).toHaveLength(2);
    const format = JSON.stringify(thereAndBack(from, over, SCHEMA_FORMAT[from]));
    expect(format).toContain('"properties":{"a":{"$ref":"#/$defs/b"}');
  });

  it.each(CONVERTED_PAIRS)('any answer is the same, whole (%s over %s)', (from, over) => {
    fc.assert(
      fc.property(answer, (spoken) => {
        const said = SPEECH[from].say(spoken);
        const back = new Route(from, over).answer(new Route(over, from).answer(said));
        expect(SPEECH[from].hear(back)).toEqual({ ...SPEECH[from].hear(said), model: 'asked' });
      }),
      RUNS,
    );
  });

  it.each(CONVERTED_PAIRS)('any answer is the same, streamed (%s over %s)', (from, over) => {
    const wish = (dialect: Dialect): Wire =>
      dialect === 'openai-chat' ? { stream_options: { include_usage: true } } : {};
    fc.assert(
      fc.property(answer, (spoken) => {
        const said = SPEECH[from].sayInPieces(spoken);
        const there = new Route(over, from).stream(said, wish(over));
        const back = new Route(from, over).stream(there, wish(from));
        expect(SPEECH[from].hearPieces(back)).toEqual({ ...SPEECH[from].hearPieces(said), model: 'asked' });
      }),
      { ...RUNS, numRuns: 8 },
    );
  });
});

describe('any cut of a stream', () => {
  it.each(DIALECTS)('gives the same events (%s)', (dialect) => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat(), { maxLength: 30 }), (spoken, cuts) => {
        const bytes = writeEvents(SPEECH[dialect].sayInPieces(spoken));
        const decode = (places: readonly number[]) => {
          const [events, decoder] = [new SseDecoder(), nativeDialect(dialect).codec.createStreamDecoder()];
          const ends = [...places.map((place) => place % bytes.length).sort((a, b) => a - b), bytes.length];
          const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          const wire = [...pieces.flatMap((piece) => events.feed(piece)), ...events.flush()];
          return [...wire.flatMap((event) => decoder.push(event)), ...decoder.close()];
        };
        const whole = decode([]);
        expect(whole.at(-1)).toEqual({ type: 'end' });
        expect(decode(cuts)).toEqual(whole);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });
});
