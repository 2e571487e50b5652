import { Injectable } from '@nestjs/common';

/** What is kept of a proof: it ends with a checksum, so that its last characters are its own. */
const KEY_LENGTH = 40;
/** Of each half; a conversation sends its proofs again with every turn, which keeps them among the recent ones. */
const MOST_RECENT = 20_000;

/**
 * Which channel's upstream made which encrypted reasoning. Only that account can read it. It is known by this process alone
 * and forgotten when it ends: a call whose proofs are unknown is sent as it came, and sent again without them when the
 * upstream cannot read them.
 */
@Injectable()
export class ProofIssuers {
  private recent = new Map<string, number>();
  private older = new Map<string, number>();

  note(proof: string, channelId: number): void {
    if (proof === '') return;
    if (this.recent.size >= MOST_RECENT) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(keyOf(proof), channelId);
  }

  /** Channel id; undefined = not known. */
  issuerOf(proof: string): number | undefined {
    const recent = this.recent.get(keyOf(proof));
    if (recent !== undefined) return recent;
    const older = this.older.get(keyOf(proof));
    if (older !== undefined) this.note(proof, older);
    return older;
  }

  /** Nothing speaks against showing it to this channel's upstream. */
  mayRead(proof: string, channelId: number): boolean {
    return (this.issuerOf(proof) ?? channelId) === channelId;
  }
}

/** A copy: a slice of a string keeps all of it in memory. */
function keyOf(proof: string): string {
  return Buffer.from(proof.slice(-KEY_LENGTH), 'latin1').toString('latin1');
}
