import type { LocalText } from '@app/kernel';
import { LONGEST_PERIOD_DAYS } from './statement-period';

/** What is written into the CSV files for people. */
export const STATEMENT_TEXTS = {
  usageTitle: { zh: '用量账单', en: 'Usage statement' },
  ledgerTitle: { zh: '资金流水', en: 'Ledger statement' },
  user: { zh: '用户编号', en: 'User' },
  period: { zh: '时间段', en: 'Period' },
  periodRule: {
    zh: `含起点，不含终点（UTC），最多 ${LONGEST_PERIOD_DAYS} 天；归属以账本记账时间为准`,
    en: `start included, end not (UTC), at most ${LONGEST_PERIOD_DAYS} days; the time of the ledger entry decides`,
  },
  quotaPerUnit: { zh: '每美元额度', en: 'Quota per dollar' },
  rounding: { zh: '计算与舍入', en: 'Calculation and rounding' },
  roundingRule: {
    zh: '每项 = 数量 × 单价 ÷ 计价单位 × 分组倍率，不舍入；每次调用的扣费 = 各项之和，四舍五入到 9 位小数（0.000000001 美元），大于 0 时至少为 0.000000001，最多 1000000；额度向上取整，仅供显示',
    en: 'each item = count x unit price / per x group factor, not rounded; the charge of a call = the sum of its items, rounded once half away from zero to 9 decimals (0.000000001 USD), at least 0.000000001 unless the sum is 0, at most 1000000; quota is rounded up for display only',
  },
  balanceRule: {
    zh: '金额为精确的美元小数；额度向下取整，仅供显示',
    en: 'amounts are exact decimal dollars; quota is rounded down for display only',
  },
  openingBalance: { zh: '期初余额', en: 'Opening balance' },
  closingBalance: { zh: '期末余额', en: 'Closing balance' },
  usageSum: { zh: '用量合计', en: 'Sum of usage' },
  total: { zh: '合计', en: 'Total' },
  estimated: { zh: '用量为估算', en: 'usage is estimated' },
  noDetails: { zh: '无明细记录', en: 'no details kept' },
} as const satisfies Record<string, LocalText>;

export const USAGE_COLUMNS: readonly LocalText[] = [
  { zh: '行类型', en: 'Record' },
  { zh: '时间', en: 'Time' },
  { zh: '请求编号', en: 'Request ID' },
  { zh: '令牌', en: 'Token' },
  { zh: '模型', en: 'Model' },
  { zh: '项目', en: 'Item' },
  { zh: '数量', en: 'Count' },
  { zh: '单价（美元）', en: 'Unit price (USD)' },
  { zh: '计价单位', en: 'Per' },
  { zh: '分组倍率', en: 'Group factor' },
  { zh: '小计（美元，未舍入）', en: 'Sum (USD, not rounded)' },
  { zh: '扣费（美元）', en: 'Charge (USD)' },
  { zh: '扣费（额度）', en: 'Charge (quota)' },
  { zh: '备注', en: 'Remark' },
];

export const LEDGER_COLUMNS: readonly LocalText[] = [
  { zh: '行类型', en: 'Record' },
  { zh: '时间', en: 'Time' },
  { zh: '操作', en: 'Operation' },
  { zh: '键', en: 'Key' },
  { zh: '账户', en: 'Account' },
  { zh: '对方账户', en: 'Counter account' },
  { zh: '金额（美元）', en: 'Amount (USD)' },
  { zh: '金额（额度）', en: 'Amount (quota)' },
  { zh: '余额（美元）', en: 'Balance after (USD)' },
  { zh: '余额（额度）', en: 'Balance after (quota)' },
];
