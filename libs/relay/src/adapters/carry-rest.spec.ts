import fc from 'fast-check';
import type { Restful } from '../model/dialect';
import type { Loss } from '../model/loss';
import { findRest, keepRest, listRestLosses, notesOf, restOf, restoreRest } from './carry-rest';

const NAMES = new Set(['type', 'text']);
const OWN = 'gemini-generate';
const OTHER = 'openai-chat';

function lost(source: Restful, path = 'messages[0]'): string[] {
  const losses: Loss[] = [];
  listRestLosses(source, OTHER, path, losses);
  return losses.map(({ field }) => field);
}

describe('fields that ride along', () => {
  it('finds what is not named, and named ones that are an explicit null', () => {
    expect(findRest({ type: 'a', text: null, odd: 0, gone: null }, NAMES)).toEqual({ text: null, odd: 0, gone: null });
    expect(findRest({ type: 'a', text: '' }, NAMES)).toBeUndefined();
  });

  it('keeps nothing where there is neither a field nor a note', () => {
    expect(keepRest<Restful>({}, OWN, undefined)).toEqual({});
    expect(keepRest<Restful>({}, OWN, undefined, { group: 0 })).toEqual({
      rest: { dialect: OWN, notes: { group: 0 } },
    });
  });

  it('shows fields and notes to their own dialect only', () => {
    const source = keepRest<Restful>({}, OWN, { odd: 1 }, 'note');
    expect([restOf(source, OWN), notesOf(source, OWN)]).toEqual([{ odd: 1 }, 'note']);
    expect([restOf(source, OTHER), notesOf(source, OTHER)]).toEqual([undefined, undefined]);
    expect(restoreRest({ type: 'a' }, source, OTHER)).toEqual({ type: 'a' });
  });

  it('what the neutral object says itself goes before what was kept', () => {
    const source = keepRest<Restful>({}, OWN, { text: null, odd: 1 });
    expect(restoreRest({ text: 'new' }, source, OWN)).toEqual({ text: 'new', odd: 1 });
  });

  it('any object is whole again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('type', 'text', 'a', 'b'), fc.jsonValue({ maxDepth: 1 })), (wire) => {
        const named = Object.entries(wire).filter(([name, value]) => NAMES.has(name) && value !== null);
        const source = keepRest<Restful>({}, OWN, findRest(wire, NAMES));
        expect(restoreRest(Object.fromEntries(named), source, OWN)).toEqual(wire);
      }),
    );
  });

  it('what clients send when nobody set anything, and wishes about the sending, are no loss', () => {
    const source = { ...{ list: [], text: {}, eager_input_streaming: true }, ...{ web_search_options: {}, full: [0] } };
    expect(lost(keepRest<Restful>({}, OWN, source), '')).toEqual(['web_search_options', 'full']);
  });

  it('every field is a loss of another dialect under its path; nulls and notes are none', () => {
    const source = keepRest<Restful>({}, OWN, { odd: 1, gone: null, zero: 0 }, { group: 0 });
    expect(lost(source)).toEqual(['messages[0].odd', 'messages[0].zero']);
    expect(lost(source, '')).toEqual(['odd', 'zero']);
    expect(lost(keepRest<Restful>({}, OTHER, { odd: 1 }))).toEqual([]);
    expect(lost(keepRest<Restful>({}, OWN, undefined, { group: 0 }))).toEqual([]);
  });
});
