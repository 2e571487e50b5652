import type { paths } from './generated/schema';

/** Addresses of the management API that the console calls. */
export const apiPaths = {
  login: '/api/user/login',
  logout: '/api/user/logout',
  self: '/api/user/self',
  ownLogs: '/api/log/self',
  ownLogTotals: '/api/log/self/stat',
} as const satisfies Record<string, keyof paths>;
