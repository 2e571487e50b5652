import { AppError, type LocalText } from '@app/kernel';

const refusal = (code: string, status: number, text: LocalText, param?: string): AppError =>
  new AppError(`payment.${code}`, text, { status, ...(param === undefined ? {} : { param }) });

export const paymentErrors = {
  amountTooSmall: (least: number) =>
    refusal(
      'amount_too_small',
      422,
      { zh: `充值金额不能小于${least}`, en: `The amount must be at least ${least}` },
      'amount',
    ),
  amountTooLarge: (most: number) =>
    refusal(
      'amount_too_large',
      422,
      { zh: `充值金额不能大于${most}`, en: `The amount must be at most ${most}` },
      'amount',
    ),
  amountNotOffered: () =>
    refusal(
      'amount_not_offered',
      422,
      { zh: '请选择页面上提供的充值金额', en: 'Choose one of the amounts on offer' },
      'amount',
    ),
  validityUnknown: () =>
    refusal('validity_unknown', 422, { zh: '无效的充值有效期', en: 'This validity is not on offer' }, 'topup_ratio'),
  priceZero: () =>
    refusal('price_zero', 422, { zh: '支付金额过低', en: 'The price is below the smallest coin' }, 'amount'),
  notConfigured: () =>
    refusal('not_configured', 409, { zh: '当前管理员未配置支付信息', en: 'The operator has not set up payments' }),
  methodUnknown: () =>
    refusal(
      'method_unknown',
      422,
      { zh: '支付方式不存在或未启用', en: 'This payment method is not on offer' },
      'payment_method',
    ),
  ordersTooMany: () =>
    refusal('orders_too_many', 429, {
      zh: '未支付的订单过多，请先完成支付或稍后再试',
      en: 'Too many unpaid orders, pay one of them or try again later',
    }),
  orderNotFound: () => refusal('order_not_found', 404, { zh: '订单不存在', en: 'There is no such order' }),
  callbackNotFound: () => refusal('callback_not_found', 404, { zh: '回调记录不存在', en: 'There is no such callback' }),
  notManual: () =>
    refusal('not_manual', 409, {
      zh: '只有人工转账订单可以手动确认；其他订单请重放回调',
      en: 'Only orders of manual transfer can be confirmed by hand; replay the callback of others',
    }),
  amountDiffers: () =>
    refusal(
      'amount_differs',
      422,
      { zh: '到账金额与订单金额不一致', en: 'The amount differs from that of the order' },
      'money',
    ),
  refundByHand: () =>
    refusal('refund_by_hand', 409, {
      zh: '该支付渠道不支持自动退款，请先人工退款，再勾选“已人工退款”',
      en: 'This provider cannot pay back by itself: pay back by hand, then repeat with by_hand',
    }),
  refundRefused: (detail: string) =>
    new AppError(
      'payment.refund_refused',
      { zh: '支付渠道拒绝了退款', en: 'The payment service refused the refund' },
      { status: 409, staffDetail: detail },
    ),
};
