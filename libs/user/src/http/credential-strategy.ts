import type { Request } from 'express';

type Verified = (error: unknown, user?: object | false | null) => void;

/**
 * Passport strategy for a credential that is read from the request as one text. Nothing to read, or nobody behind it,
 * passes the turn to the next strategy; a thrown error ends the request.
 */
export class CredentialStrategy {
  // Put on the strategy by passport for each request.
  declare readonly success: (user: object) => void;
  declare readonly fail: (challenge?: string) => void;
  declare readonly error: (error: unknown) => void;

  constructor(
    private readonly readCredential: (request: Request) => string | undefined,
    private readonly verify: (credential: string, done: Verified) => void,
  ) {}

  authenticate(request: Request): void {
    const credential = this.readCredential(request);
    if (credential === undefined) return this.fail();
    this.verify(credential, (error, user) => {
      if (error) this.error(error);
      else if (!user) this.fail('unknown');
      else this.success(user);
    });
  }
}
