import type { Role } from '@app/kernel';

/** Who does something by the management API, as log rows tell it. */
export interface Actor {
  userId: number;
  username: string;
  role: Role;
  ip: string;
}
