import type { PipeTransform } from '@nestjs/common';
import { limitNotFound } from '../application/limit-admin.service';

/** Path id of a limit, or of the token it is on; whatever is no id names none. */
export class LimitIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw limitNotFound();
  }
}
