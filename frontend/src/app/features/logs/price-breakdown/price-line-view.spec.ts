import { priceLineView } from './price-line-view';

describe('priceLineView', () => {
  it('multiplies tokens with the price per million', () => {
    expect(priceLineView({ class: 'input', count: 1200, usd_per_million: '2.5' })).toEqual({
      class: 'input',
      name: '',
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

  it('names tools and sizes, and what their prices are for', () => {
    expect(priceLineView({ class: 'tool', name: 'web_search', count: 2, usd_per_call: '0.01' })).toMatchObject({
      ...{ name: 'web_search', unit: 'perCall', amount: '$0.02' },
    });
    expect(priceLineView({ class: 'image', name: '1024x1024/hd', count: 1, usd_per_call: '0.08' }).unit).toBe(
      'perImage',
    );
    expect(priceLineView({ class: 'second', count: 1.5, usd_per_call: '0.0001' })).toMatchObject({
      ...{ unit: 'perSecond', amount: '$0.00015' },
    });
  });

  it('leaves price and amount open where the server stored none', () => {
    expect(priceLineView({ class: 'image', count: 2 })).toEqual({
      class: 'image',
      name: '',
      count: 2,
      unit: undefined,
      unitPrice: '',
      amount: '',
    });
  });
});
