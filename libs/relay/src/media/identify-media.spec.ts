import { identifyMedia, mayBe, type MediaKind } from './identify-media';

const from = (latin1: string) => Buffer.from(latin1, 'latin1');

describe('what a file is', () => {
  it.each<[string, MediaKind, string, string]>([
    ['\x89PNG\r\n\x1a\n..', 'image', 'image/jpeg', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image', '', 'image/jpeg'],
    ['GIF89a..', 'image', 'image/gif', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image', 'application/octet-stream', 'image/webp'],
    ['\0\0\0\x1cftypheic', 'image', '', 'image/heic'],
    ['%PDF-1.7', 'document', 'binary/octet-stream', 'application/pdf'],
    ['\n\n%PDF-1.7', 'document', 'text/html', 'application/pdf'],
    ['BMW is no picture', 'document', 'text/plain; charset=utf-8', 'text/plain'],
    ['{}', 'document', 'application/json', 'application/json'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio', '', 'audio/wav'],
    ['ID3\x04', 'audio', 'audio/mp3', 'audio/mpeg'],
    ['\xff\xfb\x90', 'audio', '', 'audio/mpeg'],
    ['\xff\xf1\x50', 'audio', '', 'audio/aac'],
    ['\0\0\0\x20ftypisom', 'video', 'video/mp4', 'video/mp4'],
    ['\0\0\0\x20ftypisom', 'audio', 'audio/mp4', 'audio/mp4'],
    ['\x1aE\xdf\xa3', 'video', '', 'video/webm'],
  ])('%j as %s told %j is %s', (bytes, kind, told, type) => {
    expect(identifyMedia(from(bytes), kind, told)).toBe(type);
  });

  it.each<[string, MediaKind, string]>([
    ['<html>', 'image', 'image/png'],
    ['', 'image', 'image/png'],
    ['%PDF-1.7', 'image', 'image/png'],
    ['\x89PNG\r\n\x1a\n', 'document', 'application/pdf'],
    ['a\0b', 'document', 'text/plain'],
    ['\xe4', 'document', 'text/plain'],
    ['hello', 'document', 'application/octet-stream'],
    ['GIF89a', 'video', ''],
    ['PK\x03\x04', 'document', 'application/zip'],
  ])('%j is no %s, whatever %j says', (bytes, kind, told) => {
    expect(identifyMedia(from(bytes), kind, told)).toBeUndefined();
  });

  it.each<[MediaKind, string, boolean]>([
    ['image', '', true],
    ['image', 'application/octet-stream', true],
    ['image', 'image/whatever', true],
    ['image', 'text/html; charset=utf-8', false],
    ['image', 'application/pdf', false],
    ['image', 'video/mp4', false],
    ['audio', 'video/mp4', true],
    ['audio', 'image/png', false],
    ['document', 'text/html', true],
    ['document', 'image/png', false],
  ])('whether a %s may be told as %j: %s', (kind, told, is) => {
    expect(mayBe(kind, told)).toBe(is);
  });
});
