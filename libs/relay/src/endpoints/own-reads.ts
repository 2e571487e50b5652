import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/user';
import type { Dialect } from '../model/dialect';
import { BillingFigures } from './billing-figures';
import { ModelList } from './model-list';

const MODELS = /^\/v1(?:beta)?\/models(?:\/(.+))?$/;

/** What callers may read here: models and figures. */
@Injectable()
export class OwnReads {
  constructor(
    private readonly models: ModelList,
    private readonly billing: BillingFigures,
  ) {}

  /** Undefined = nothing is there. Throws AppError, and URIError for a path that is not encoded properly. */
  answer(
    caller: Caller,
    dialect: Dialect,
    path: string,
    query: () => URLSearchParams,
  ): object | Promise<object> | undefined {
    const models = MODELS.exec(path);
    if (models !== null) {
      const name = models[1];
      return name === undefined
        ? this.models.all(caller, dialect, query())
        : this.models.one(caller, dialect, decodeURIComponent(name));
    }
    const figures = path.replace(/^\/v1/, '');
    if (figures === '/dashboard/billing/subscription') return this.billing.subscription(caller);
    if (figures === '/dashboard/billing/usage') return this.billing.usage(caller);
    return undefined;
  }
}
