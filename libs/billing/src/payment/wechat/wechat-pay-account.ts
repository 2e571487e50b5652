import type { KeyObject } from 'node:crypto';
import type { OptionStore } from '@app/platform';
import {
  WECHAT_PAY_API_BASE,
  WECHAT_PAY_API_V3_KEY,
  WECHAT_PAY_APP_ID,
  WECHAT_PAY_MCH_ID,
  WECHAT_PAY_PRIVATE_KEY,
  WECHAT_PAY_PUBLIC_KEY,
  WECHAT_PAY_PUBLIC_KEY_ID,
  WECHAT_PAY_SERIAL_NO,
} from './wechat-pay-options';

/** The merchant's account, complete. */
export interface WechatPayAccount {
  mchId: string;
  appId: string;
  serialNo: string;
  privateKey: KeyObject;
  apiV3Key: string;
  base: string;
  /** WeChat's own key as it was downloaded; undefined = by its certificates. */
  publicKey: { id: string; key: KeyObject } | undefined;
}

/** Undefined = something is missing. */
export function readAccount(options: OptionStore): WechatPayAccount | undefined {
  const mchId = options.get(WECHAT_PAY_MCH_ID).trim();
  const appId = options.get(WECHAT_PAY_APP_ID).trim();
  const serialNo = options.get(WECHAT_PAY_SERIAL_NO).trim();
  const privateKey = options.get(WECHAT_PAY_PRIVATE_KEY);
  const apiV3Key = options.get(WECHAT_PAY_API_V3_KEY);
  if ([mchId, appId, serialNo, apiV3Key].includes('') || privateKey === undefined) return undefined;
  const id = options.get(WECHAT_PAY_PUBLIC_KEY_ID).trim();
  const key = options.get(WECHAT_PAY_PUBLIC_KEY);
  // Half of a pair is a mistake, not the wish for certificates.
  if ((id === '') !== (key === undefined)) return undefined;
  const publicKey = key === undefined ? undefined : { id, key };
  return { mchId, appId, serialNo, privateKey, apiV3Key, base: options.get(WECHAT_PAY_API_BASE), publicKey };
}
