import { detectImage, readDocumentText, unfoldSource } from './read-media';

describe('reading files of a request', () => {
  it('bytes within a URL are bytes, any other URL stays one', () => {
    expect(unfoldSource({ kind: 'url', url: 'data:image/png;base64,AA==' })).toEqual({
      kind: 'base64',
      mediaType: 'image/png',
      data: 'AA==',
    });
    expect(unfoldSource({ kind: 'url', url: 'data:;base64,AA==' })).toMatchObject({ mediaType: 'text/plain' });
    for (const url of ['https://a.example/x.png', 'data:text/plain,hello', 'data:broken']) {
      expect(unfoldSource({ kind: 'url', url })).toEqual({ kind: 'url', url });
    }
  });

  it('a document is read if it is text', () => {
    const data = Buffer.from('# é').toString('base64');
    expect(readDocumentText({ type: 'document', source: { kind: 'text', text: 'x' } })).toBe('x');
    expect(readDocumentText({ type: 'document', source: { kind: 'base64', mediaType: 'text/markdown', data } })).toBe(
      '# é',
    );
    expect(
      readDocumentText({ type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data } }),
    ).toBeUndefined();
    expect(
      readDocumentText({ type: 'document', source: { kind: 'url', url: 'https://a.example/x.txt' } }),
    ).toBeUndefined();
  });

  it.each([
    ['iVBORw0KGgoAAAA=', 'image/png'],
    ['/9j/4AAQ', 'image/jpeg'],
    ['R0lGODlh', 'image/gif'],
    ['UklGRg==', 'image/webp'],
    ['Qk0=', undefined],
  ])('%s is %s', (data, mediaType) => {
    expect(detectImage(data)).toBe(mediaType);
  });
});
