import { AppError } from '@app/kernel';

/**
 * `created`: stored, the provider has not been asked yet. `pending`: the payer may pay. `failed` and `expired` are ends for
 * us only: whoever pays after all is credited.
 */
export const ORDER_STATES = ['created', 'pending', 'paid', 'failed', 'expired', 'refunded'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

const STEPS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  created: ['pending', 'paid', 'failed', 'expired'],
  pending: ['paid', 'failed', 'expired'],
  failed: ['paid'],
  expired: ['paid'],
  paid: ['refunded'],
  refunded: [],
};

/** States from which a step to `next` is allowed; the conditional UPDATE names them. */
export function statesBefore(next: OrderState): OrderState[] {
  return ORDER_STATES.filter((state) => STEPS[state].includes(next));
}

/** A step that the table does not have. Thrown where a person asked for it; callbacks that come twice are no error. */
export class OrderStepIllegal extends AppError {
  constructor(
    readonly from: OrderState,
    readonly to: OrderState,
  ) {
    super(
      'payment.step_illegal',
      {
        zh: `订单状态为 ${from}，不能变更为 ${to}`,
        en: `The order is ${from} and cannot become ${to}`,
      },
      { status: 409 },
    );
  }
}
