import type { PipeTransform } from '@nestjs/common';
import type { AppError } from '@app/kernel';

/** An id from the path; whatever cannot be one names nothing. */
export class IdPipe implements PipeTransform<string, number> {
  constructor(private readonly notFound: () => AppError) {}

  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw this.notFound();
    return Number(text);
  }
}
