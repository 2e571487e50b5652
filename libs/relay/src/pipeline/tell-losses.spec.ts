import fc from 'fast-check';
import { lossHeader, lossText } from './tell-losses';

const loss = (field: string) => ({ field, reason: 'has no place here' });

describe('telling what a conversion lost', () => {
  it('names each field once, in a header', () => {
    expect(lossHeader([loss('seed'), loss('tools[0].strict'), loss('seed')])).toBe('seed, tools[0].strict');
    expect(lossHeader([])).toBeUndefined();
  });

  it('is a header whatever the fields are called, and never a long one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { minLength: 1, maxLength: 40 }),
        (fields) => {
          expect(lossHeader(fields.map(loss))).toMatch(/^[\x20-\x7e]{0,1005}$/);
          expect(lossText(fields.map(loss)).length).toBeLessThanOrEqual(2_000);
        },
      ),
    );
    expect(lossHeader([loss('a\r\nset-cookie: x')])).toBe('a??set-cookie:?x');
  });

  it('says that there is more', () => {
    expect(lossHeader([loss('seed'), loss('x'.repeat(1_000))])).toBe('seed, ...');
    expect(lossHeader([loss('x'.repeat(2_000))])).toBe('...');
  });

  it('has the reasons for the log', () => {
    expect(lossText([loss('seed'), loss('top_k')])).toBe('seed: has no place here; top_k: has no place here');
  });
});
