import fc from 'fast-check';
import { addDecimals, decimalText, divideDecimals, multiplyDecimals, parseDecimal, toUnits } from './decimal';

const text = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 12 }))
  .map(([digits, scale]) => decimalText({ digits, scale }));

describe('decimals', () => {
  it('have one text each', () => {
    for (const [written, short] of [
      ['1', '1'],
      ['1.50', '1.5'],
      ['0.10', '0.1'],
      ['007', '7'],
      ['1e-7', '0.0000001'],
      ['2.5e3', '2500'],
      ['1E+2', '100'],
      ['0.0', '0'],
    ] as const)
      expect(decimalText(parseDecimal(written)!)).toBe(short);
    for (const bad of ['', '-1', '.5', '1.', 'x', '1e999', ' 1', '0x1', 'Infinity'])
      expect(parseDecimal(bad)).toBeUndefined();
  });

  it('add exactly, whatever their places', () => {
    const sum = (a: string, b: string) => decimalText(addDecimals(parseDecimal(a)!, parseDecimal(b)!));
    expect([sum('0.1', '0.2'), sum('1', '0.999'), sum('0.05', '0.95'), sum('0', '0')]).toEqual([
      '0.3',
      '1.999',
      '1',
      '0',
    ]);
  });

  it('multiply exactly, and division takes it back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999 }), fc.nat({ max: 9 }), text, (digits, scale, other) => {
        const [a, b] = [{ digits: BigInt(digits), scale }, parseDecimal(other)!];
        if (b.digits === 0n) return expect(divideDecimals(a, b)).toBeUndefined();
        const quotient = divideDecimals(multiplyDecimals(a, b), b)!;
        expect(toUnits(quotient, 10n ** 9n)).toBe(toUnits(a, 10n ** 9n));
        expect(decimalText(quotient)).toBe(decimalText(parseDecimal(decimalText(a))!));
      }),
    );
  });

  it('round quotients to what comes back from JSON as it went', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const quotient = divideDecimals(parseDecimal(a)!, parseDecimal(b)!);
        if (quotient === undefined || quotient.digits === 0n) return;
        const written = decimalText(quotient);
        const again = parseDecimal(String(JSON.parse(written)));
        if (again !== undefined) expect(decimalText(again)).toBe(written);
      }),
    );
    expect(decimalText(divideDecimals(parseDecimal('1.1')!, parseDecimal('0.27')!)!)).toBe('4.07407407407407');
    expect(decimalText(divideDecimals(parseDecimal('2')!, parseDecimal('3')!)!)).toBe('0.666666666666667');
  });

  it('become whole units, halves up', () => {
    expect(toUnits(parseDecimal('1.5')!, 1n)).toBe(2n);
    expect(toUnits(parseDecimal('0.0000000004')!, 10n ** 9n)).toBe(0n);
  });

  it('writes what is below zero with its sign', () => {
    expect(decimalText({ digits: -1n, scale: 10 })).toBe('-0.0000000001');
    expect(decimalText(addDecimals({ digits: 15n, scale: 1 }, { digits: -25n, scale: 1 }))).toBe('-1');
  });
});
