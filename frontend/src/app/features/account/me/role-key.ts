import type { RoleNumber } from '../../../api/types';

/** Dictionary key of a role's name. */
export function roleKey(role: RoleNumber): string {
  if (role === 1) return 'roles.common';
  if (role === 10) return 'roles.admin';
  return role === 100 ? 'roles.root' : 'roles.unknown';
}
