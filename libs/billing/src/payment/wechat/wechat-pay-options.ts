import { booleanOption, optionValueInvalid, textOption, urlOption, type OptionDefinition } from '@app/platform';
import { privateKeyOption, publicKeyOption } from '../rsa-keys';

/** Whether it is offered. Callbacks of payments that began before are taken all the same. */
export const WECHAT_PAY_ENABLED = booleanOption('WechatPayEnabled', true);
/** 商户号. */
export const WECHAT_PAY_MCH_ID = textOption('WechatPayMchId');
/** 应用 AppID that is bound to the merchant. */
export const WECHAT_PAY_APP_ID = textOption('WechatPayAppId');
/** Number of our certificate (商户 API 证书序列号). */
export const WECHAT_PAY_SERIAL_NO = textOption('WechatPaySerialNo');
/** Of our certificate: apiclient_key.pem (商户 API 私钥). */
export const WECHAT_PAY_PRIVATE_KEY = privateKeyOption('WechatPayPrivateKey');
/** PUB_KEY_ID_… (微信支付公钥 ID). Empty = WeChat's certificates (平台证书) are fetched. */
export const WECHAT_PAY_PUBLIC_KEY_ID = textOption('WechatPayPublicKeyId');
/** pub_key.pem (微信支付公钥). */
export const WECHAT_PAY_PUBLIC_KEY = publicKeyOption('WechatPayPublicKey');
/** For tests; empty = WeChat Pay itself. */
export const WECHAT_PAY_API_BASE = urlOption('WechatPayApiBase', 'https://api.mch.weixin.qq.com');

/** APIv3 密钥: what callbacks are sealed with. Empty = none. */
export const WECHAT_PAY_API_V3_KEY: OptionDefinition<string> = {
  key: 'WechatPayApiV3Key',
  defaultText: '',
  secret: true,
  parse(text) {
    const trimmed = text.trim();
    if (trimmed === '' || Buffer.byteLength(trimmed) === 32) return trimmed;
    throw optionValueInvalid('WechatPayApiV3Key', '必须为 32 个字符', 'it must have 32 characters');
  },
};

export const WECHAT_PAY_OPTIONS: readonly OptionDefinition<unknown>[] = [
  WECHAT_PAY_ENABLED,
  WECHAT_PAY_MCH_ID,
  WECHAT_PAY_APP_ID,
  WECHAT_PAY_SERIAL_NO,
  WECHAT_PAY_PRIVATE_KEY,
  WECHAT_PAY_API_V3_KEY,
  WECHAT_PAY_PUBLIC_KEY_ID,
  WECHAT_PAY_PUBLIC_KEY,
  WECHAT_PAY_API_BASE,
];
