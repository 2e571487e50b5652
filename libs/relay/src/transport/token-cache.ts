export interface AccessToken {
  value: string;
  expiresAtMs: number;
}

interface Entry {
  token: AccessToken | undefined;
  pending: Promise<string> | undefined;
  /** After a refresh that failed while the old token lives. */
  retryAtMs: number;
}

/** Shorter than this is as good as none: it may end on the way. */
const LEAST_LIFE_MS = 30_000;
/** Google's tokens live an hour; this early nobody has to wait for the next. */
const REFRESH_AHEAD_MS = 300_000;
const RETRY_AFTER_MS = 10_000;
/** Channels that were deleted or got other keys leave entries behind. */
const MOST_ENTRIES = 1_000;

/** Access tokens by grant: refreshed early in the background, and by one request at a time however many calls wait. */
export class TokenCache<Grant extends { id: string }> {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly fetchToken: (grant: Grant) => Promise<AccessToken>,
    private readonly now: () => number,
  ) {}

  /** A promise only when no token lives; it rejects with what `fetchToken` rejected with. */
  tokenFor(grant: Grant): string | Promise<string> {
    const entry = this.entryOf(grant.id);
    const { token } = entry;
    const now = this.now();
    if (token === undefined || token.expiresAtMs - now < LEAST_LIFE_MS) return this.refresh(entry, grant);
    if (token.expiresAtMs - now < REFRESH_AHEAD_MS && now >= entry.retryAtMs)
      this.refresh(entry, grant).catch(() => (entry.retryAtMs = this.now() + RETRY_AFTER_MS));
    return token.value;
  }

  /** Unless it was replaced already. */
  forget(grant: Grant, value: string): void {
    const entry = this.entries.get(grant.id);
    if (entry?.token?.value === value) entry.token = undefined;
  }

  private refresh(entry: Entry, grant: Grant): Promise<string> {
    entry.pending ??= this.fetchToken(grant)
      .then((token) => {
        entry.token = token;
        return token.value;
      })
      .finally(() => (entry.pending = undefined));
    return entry.pending;
  }

  private entryOf(id: string): Entry {
    let entry = this.entries.get(id);
    if (entry === undefined) {
      if (this.entries.size >= MOST_ENTRIES) this.dropEnded();
      this.entries.set(id, (entry = { token: undefined, pending: undefined, retryAtMs: 0 }));
    }
    return entry;
  }

  private dropEnded(): void {
    const now = this.now();
    for (const [id, { token, pending }] of this.entries)
      if (pending === undefined && (token === undefined || token.expiresAtMs < now)) this.entries.delete(id);
  }
}
