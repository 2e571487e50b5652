import { booleanOption, textOption, urlOption, type OptionDefinition } from '@app/platform';
import { privateKeyOption, publicKeyOption } from '../rsa-keys';

/** Whether the page of a browser is offered (电脑网站支付). Callbacks are taken all the same. */
export const ALIPAY_PAGE_ENABLED = booleanOption('AlipayPageEnabled', true);
/** Whether a QR code is offered (当面付), which needs a contract of its own. */
export const ALIPAY_QR_ENABLED = booleanOption('AlipayQrEnabled', false);
/** APPID of the application (应用). */
export const ALIPAY_APP_ID = textOption('AlipayAppId');
/** PID of the seller (商户 UID, 2088…). Empty = whoever sells by the application. */
export const ALIPAY_SELLER_ID = textOption('AlipaySellerId');
/** 应用私钥. */
export const ALIPAY_PRIVATE_KEY = privateKeyOption('AlipayPrivateKey');
/** 支付宝公钥, not the application's own (应用公钥). */
export const ALIPAY_PUBLIC_KEY = publicKeyOption('AlipayPublicKey');
/** For tests and the sandbox (沙箱); empty = Alipay itself. */
export const ALIPAY_GATEWAY = urlOption('AlipayGateway', 'https://openapi.alipay.com/gateway.do');

export const ALIPAY_OPTIONS: readonly OptionDefinition<unknown>[] = [
  ALIPAY_PAGE_ENABLED,
  ALIPAY_QR_ENABLED,
  ALIPAY_APP_ID,
  ALIPAY_SELLER_ID,
  ALIPAY_PRIVATE_KEY,
  ALIPAY_PUBLIC_KEY,
  ALIPAY_GATEWAY,
];
