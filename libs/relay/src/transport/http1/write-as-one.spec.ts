import type { Socket } from 'node:net';
import { writeAsOne } from './write-as-one';

/** Takes what it is given at once, or keeps it like a socket whose peer is slow. */
class FakeSocket {
  writes: Buffer[] = [];
  writableLength = 0;
  takesAtOnce = true;

  write(bytes: Buffer | string): boolean {
    const piece = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    // What is taken at once is copied by the system; what is kept is only looked at later.
    this.writes.push(this.takesAtOnce ? Buffer.from(piece) : piece);
    if (!this.takesAtOnce) this.writableLength += piece.length;
    return true;
  }

  cork(): void {}

  uncork(): void {}

  get text(): string {
    return Buffer.concat(this.writes).toString('latin1');
  }
}

describe('writing several parts as one', () => {
  it('is one write with all of them, in latin1', () => {
    const socket = new FakeSocket();
    writeAsOne(socket as unknown as Socket, 'h\u00e9ad', Buffer.from('body'), 'tail');
    writeAsOne(socket as unknown as Socket, 'alone');
    expect(socket.writes.map((bytes) => bytes.toString('latin1'))).toEqual(['h\u00e9adbodytail', 'alone']);
  });

  it('keeps the parts of large ones as they are', () => {
    const socket = new FakeSocket();
    const body = Buffer.alloc(20_000, 'b');
    writeAsOne(socket as unknown as Socket, 'head', body, 'tail');
    expect(socket.text).toBe(`head${body.toString()}tail`);
  });

  it('never touches what a socket has not sent yet', () => {
    const slow = new FakeSocket();
    const quick = new FakeSocket();
    slow.takesAtOnce = false;
    for (let i = 0; i < 5; i++) {
      writeAsOne(slow as unknown as Socket, `slow${i}`);
      writeAsOne(quick as unknown as Socket, `quick${i}`);
    }
    expect(slow.text).toBe('slow0slow1slow2slow3slow4');
    expect(quick.text).toBe('quick0quick1quick2quick3quick4');
  });
});
