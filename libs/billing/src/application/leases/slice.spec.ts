import { amountToTake, emptySlice, mayGo, type Slice } from './slice';

const NODES = 2;

function sliceWanting(...amounts: bigint[]): Slice {
  return {
    ...emptySlice(),
    waiting: amounts.map((amount) => ({ least: amount, most: amount, resolve: () => undefined })),
  };
}

describe('how much a node borrows', () => {
  it('is what its calls need and four times that, at most an equal part of the rest', () => {
    expect(amountToTake(sliceWanting(10n), 1_000n, 0n, NODES, 0)).toBe(50n);
    expect(amountToTake(sliceWanting(10n), 30n, 0n, NODES, 0)).toBe(20n);
  });

  it('is at least the call, also when nothing is left beside it', () => {
    expect(amountToTake(sliceWanting(10n), 10n, 0n, 50, 0)).toBe(10n);
  });

  it('is nothing when no call can be paid, and nothing when nothing is left', () => {
    expect(amountToTake(sliceWanting(10n), 9n, 0n, NODES, 0)).toBe(0n);
    expect(amountToTake(sliceWanting(10n), -5n, 0n, NODES, 0)).toBe(0n);
  });

  it('serves the calls in order, as many as there is money for', () => {
    expect(amountToTake(sliceWanting(10n, 100n, 10n), 20n, 0n, NODES, 0)).toBe(20n);
  });

  it('counts what the slice has, and what it lacks after a charge above its reservation', () => {
    expect(amountToTake(sliceWanting(10n), 6n, 4n, NODES, 0)).toBe(6n);
    expect(amountToTake(sliceWanting(10n), 12n, -2n, NODES, 0)).toBe(12n);
    expect(amountToTake(sliceWanting(10n), 11n, -2n, NODES, 0)).toBe(0n);
  });

  it('is all there is where a call would have more at the worst, and nothing where it is too little for it', () => {
    const slice = { ...emptySlice(), waiting: [{ least: 10n, most: 100n, resolve: () => undefined }] };
    expect(amountToTake(slice, 60n, 5n, NODES, 0)).toBe(60n);
    expect(amountToTake(slice, 4n, 5n, NODES, 0)).toBe(0n);
  });

  it('grows while the account is busy and begins anew after a quiet time', () => {
    const slice = sliceWanting(10n);
    const taken = [0, 1_000, 2_000, 20_000].map((nowMs) => amountToTake(slice, 1_000_000n, 0n, NODES, nowMs));
    expect(taken).toEqual([50n, 90n, 170n, 50n]);
  });

  it('is no more than is needed for a second after the node has handed back', () => {
    const slice = { ...sliceWanting(10n), returnedAtMs: 0 };
    expect([0, 999, 1_000].map((nowMs) => amountToTake(slice, 1_000n, 0n, NODES, nowMs))).toEqual([10n, 10n, 50n]);
  });

  it('remembers no larger wish than there is money, however long the account is busy', () => {
    const slice = sliceWanting(10n);
    for (let i = 0; i < 1_000; i++) amountToTake(slice, 1_000n, 0n, NODES, i);
    expect(slice.appetite).toBe(1_000n);
  });
});

describe('whether a call may go', () => {
  const call = { least: 10n, most: 100n };
  const last = { lack: 0n, isTaken: false };

  it('is so with all of its worst, and with less only of the last that anybody has', () => {
    expect([99n, 100n].map((free) => mayGo(call, free, undefined))).toEqual([false, true]);
    expect([9n, 10n].map((free) => mayGo(call, free, last))).toEqual([false, true]);
  });

  it('counts what calls on other nodes lack', () => {
    expect([39n, 40n].map((free) => mayGo(call, free, { lack: 30n, isTaken: true }))).toEqual([false, true]);
  });

  it('is so with nothing where a plan pays what is expected, unless another node counts on the wallet', () => {
    const planned = { least: 0n, most: 100n };
    expect(mayGo(planned, -5n, { lack: 5n, isTaken: false })).toBe(true);
    expect([29n, 30n].map((free) => mayGo(planned, free, { lack: 30n, isTaken: true }))).toEqual([false, true]);
    expect(mayGo(planned, 0n, undefined)).toBe(false);
  });
});
