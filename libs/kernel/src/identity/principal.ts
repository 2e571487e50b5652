import type { Role } from './role';

/** Who calls the management API. Read from the store on every call, so a ban or demotion takes effect at once. */
export interface Principal {
  userId: number;
  username: string;
  role: Role;
  /** Group that decides prices and channels. */
  group: string;
  /** `session` = browser cookie, `access-token` = the user's management token. */
  via: 'session' | 'access-token';
  /** Hash of the session, for signing out; absent for access tokens. */
  sessionHash?: string;
  /** The account still has the published default password; only changing it is allowed. */
  mustChangePassword: boolean;
}
