import { findProofs } from './find-proofs';

const find = (json: string) => findProofs(Buffer.from(json));

describe('encrypted reasoning in bytes', () => {
  it('is found in order, however the JSON is spaced', () => {
    expect(find('[{"encrypted_content":"gAAA="},{"encrypted_content" :\n "gBBB="}]')).toEqual(['gAAA=', 'gBBB=']);
  });

  it('is nothing that is null, empty, cut off or merely called so', () => {
    expect(
      find('{"encrypted_content":null,"a":{"encrypted_content":""},"include":["reasoning.encrypted_content"]}'),
    ).toEqual([]);
    expect(find('{"include":["encrypted_content"],"b":"x"}')).toEqual([]);
    expect(find('{"encrypted_content":"gA')).toEqual([]);
    expect(find('{"encrypted_content"')).toEqual([]);
  });

  it('is not what a text says', () => {
    expect(find(JSON.stringify({ text: '{"encrypted_content":"gAAA="}' }))).toEqual([]);
  });
});
