import { Role } from '@app/kernel';

/** Who does something by the management API, as log rows tell it. */
export interface Actor {
  userId: number;
  username: string;
  role: Role;
  ip: string;
}

/** Whether he may change what is the user's: users of a lower rank, for root everybody. */
export function outranks(actor: Actor, user: { role: Role }): boolean {
  return actor.role >= Role.Root || actor.role > user.role;
}
