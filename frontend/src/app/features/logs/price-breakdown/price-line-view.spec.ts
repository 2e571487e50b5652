import { priceLineView } from './price-line-view';

describe('priceLineView', () => {
  it('multiplies tokens with the price per million', () => {
    expect(priceLineView({ class: 'input', count: 1200, usd_per_million: '2.5' })).toEqual({
      class: 'input',
      count: 1200,
      unit: 'perMillion',
      unitPrice: '$2.50',
      amount: '$0.003',
    });
  });

  it('takes the price of a call as it is', () => {
    expect(priceLineView({ class: 'call', count: 1, usd_per_call: '0.04' })).toMatchObject({
      unit: 'perCall',
      amount: '$0.04',
    });
  });

  it('leaves price and amount open where the server stored none', () => {
    expect(priceLineView({ class: 'image', count: 2 })).toEqual({
      class: 'image',
      count: 2,
      unit: undefined,
      unitPrice: '',
      amount: '',
    });
  });
});
