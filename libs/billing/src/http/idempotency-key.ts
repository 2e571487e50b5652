import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AppError } from '@app/kernel';
import type { Request } from 'express';

const LONGEST_KEY = 255;

/** Header `Idempotency-Key`: a request that is sent again with the same one has no second effect. Absent = undefined. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<Request>().get('idempotency-key');
  if (key === undefined || key === '') return undefined;
  if (key.length <= LONGEST_KEY) return key;
  throw new AppError(
    'request.idempotency_key_long',
    { zh: 'Idempotency-Key 过长', en: `Idempotency-Key has more than ${LONGEST_KEY} characters` },
    { status: 422, param: 'Idempotency-Key' },
  );
});
