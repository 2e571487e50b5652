import { AppError } from '@app/kernel';

export function unknownPath(method: string, path: string): AppError {
  return new AppError(
    '',
    { zh: `Invalid URL (${method} ${path})`, en: `Invalid URL (${method} ${path})` },
    { status: 404 },
  );
}

export function badPath(): AppError {
  return new AppError('invalid_path', { zh: '路径编码无效', en: 'The path is not encoded properly' }, { status: 400 });
}

export function notOffered(): AppError {
  return new AppError('api_not_implemented', { zh: 'API not implemented', en: 'API not implemented' }, { status: 501 });
}

export function shuttingDown(): AppError {
  return new AppError(
    'gateway_shutting_down',
    { zh: '网关正在重启，请稍后重试', en: 'The gateway is restarting, try again' },
    { status: 503, retryAfterSeconds: 5 },
  );
}
