import { deserialize, serialize } from 'node:v8';
import { asciiJson, asciiJsonName } from './ascii-json';

/** As the engine has it in memory, which is what it writes. */
function bytesPerCharacter(text: string): number {
  const least = serialize('').length;
  const bytes = serialize(text);
  expect(deserialize(bytes)).toBe(text);
  return Math.round((bytes.length - least) / text.length);
}

describe('asciiJson', () => {
  it.each(['root', 'a "quoted" \\ name', '初始令牌', 'naïve', '😀 \u2028', 'line\nbreak'])(
    'says %j in ASCII',
    (text) => {
      const json = asciiJson(text);
      expect(json).toMatch(/^[\x20-\x7e]*$/);
      expect(JSON.parse(json)).toBe(text);
    },
  );

  it.each(['初始令牌'.repeat(50), '😀'.repeat(50), 'root'.repeat(50)])(
    'takes one byte per character for %j',
    (text) => {
      expect(bytesPerCharacter(asciiJson(text))).toBe(1);
      expect(bytesPerCharacter(`${asciiJsonName(text)},"${'x'.repeat(50)}"`)).toBe(1);
    },
  );

  it('notices a text that takes two', () => {
    expect(bytesPerCharacter('初始令牌'.repeat(50))).toBe(2);
  });
});
