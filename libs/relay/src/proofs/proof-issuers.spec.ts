import { ProofIssuers } from './proof-issuers';

describe('issuers of encrypted reasoning', () => {
  it('are known by the proof, and nothing speaks against one that is not', () => {
    const issuers = new ProofIssuers();
    issuers.note('gAAA-one', 1);
    expect([issuers.issuerOf('gAAA-one'), issuers.issuerOf('gAAA-two')]).toEqual([1, undefined]);
    expect([issuers.mayRead('gAAA-one', 1), issuers.mayRead('gAAA-one', 2), issuers.mayRead('gAAA-two', 2)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('are nobody’s for no proof at all', () => {
    const issuers = new ProofIssuers();
    issuers.note('', 1);
    expect(issuers.issuerOf('')).toBeUndefined();
  });

  it('are forgotten when many came since, unless the conversation goes on', () => {
    const issuers = new ProofIssuers();
    issuers.note('goes on', 1);
    issuers.note('ended', 2);
    for (let i = 0; i < 90_000; i++) {
      issuers.note(`proof ${i}`, 3);
      if (i % 10_000 === 0) issuers.issuerOf('goes on');
    }
    expect([issuers.issuerOf('goes on'), issuers.issuerOf('ended')]).toEqual([1, undefined]);
  });
});
