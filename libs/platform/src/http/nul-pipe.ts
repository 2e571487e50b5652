import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { AppError } from '@app/kernel';

const NUL = '\u0000';

/**
 * Refuses U+0000 in what callers of the management API send: PostgreSQL stores no text that has it, and would fail where the
 * other engines do not.
 */
export class NulPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type === 'custom' || !hasNul(value)) return value;
    const text = { zh: '参数中含有空字符', en: 'A parameter has a NUL character' };
    throw new AppError('request.invalid', text, { status: 422 });
  }
}

/** A stack of its own, because bodies may be nested deeper than calls can be. */
function hasNul(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') {
      if (next.includes(NUL)) return true;
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, part] of Object.entries(next)) waiting.push(name, part);
    }
  }
  return false;
}
