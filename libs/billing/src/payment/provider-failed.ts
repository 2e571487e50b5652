import { AppError } from '@app/kernel';
import type { PaymentProviderId, ProviderFailure } from './payment-provider';

/** What every provider rejects with; the payer is told nothing about the service behind it. */
export const providerFailed: ProviderFailure = (provider: PaymentProviderId, detail: string) =>
  new AppError(
    'payment.provider_failed',
    {
      zh: '支付服务暂时不可用，请稍后再试或换一种支付方式',
      en: 'The payment service is not available right now. Try again later or pay in another way.',
    },
    { status: 502, staffDetail: `${provider}: ${detail}` },
  );

/** Staff's text of whatever went wrong. Failures of ours name no secret: requests are never part of them. */
export function failureDetail(error: unknown): string {
  if (error instanceof AppError) return error.staffDetail ?? error.message;
  return error instanceof Error ? error.message : 'unknown failure';
}
