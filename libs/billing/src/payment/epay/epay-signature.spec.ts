import { epaySignature, isSignedByEpay } from './epay-signature';

const FIELDS = { money: '1.00', name: 'B1', out_trade_no: 'A1', pid: '1001', type: 'alipay' };
const SIGN = '3b761a20bb2a7dd8c7ac62ffa721d5f6';

describe("epay's signature", () => {
  it('acceptance 8: is the one of the test vector, whatever empty fields, sign and sign_type are there', () => {
    expect(epaySignature(FIELDS, 'k')).toBe(SIGN);
    expect(epaySignature({ sign_type: 'MD5', param: '', sign: 'x', ...FIELDS }, 'k')).toBe(SIGN);
  });

  it('D21: takes the right signature only', () => {
    expect(isSignedByEpay({ ...FIELDS, sign: SIGN }, 'k')).toBe(true);
    expect(isSignedByEpay({ ...FIELDS, sign: SIGN.toUpperCase() }, 'k')).toBe(true);
    expect(isSignedByEpay({ ...FIELDS, money: '1.01', sign: SIGN }, 'k')).toBe(false);
    expect(isSignedByEpay({ ...FIELDS, sign: SIGN }, 'K')).toBe(false);
    expect(isSignedByEpay({ ...FIELDS, sign: SIGN.slice(1) }, 'k')).toBe(false);
    expect(isSignedByEpay(FIELDS, 'k')).toBe(false);
  });

  it('takes nothing while no key is set', () => {
    expect(isSignedByEpay({ ...FIELDS, sign: epaySignature(FIELDS, '') }, '')).toBe(false);
  });
});
