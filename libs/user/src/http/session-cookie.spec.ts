import { readSessionCookie } from './session-cookie';

const ID = 'A'.repeat(43);
const read = (cookie: string | undefined) => readSessionCookie({ headers: { cookie } });

describe('readSessionCookie', () => {
  it('finds the session among other cookies', () => {
    expect(read(`theme=dark; session=${ID}; a=b`)).toBe(ID);
  });

  it.each([undefined, '', `xsession=${ID}`, 'session=', 'session=MTcwMDAw|signed-blob==', `session=${ID}x`])(
    'finds none in %j',
    (cookie) => {
      expect(read(cookie)).toBeUndefined();
    },
  );
});
