import { DEFAULT_QUOTA_PER_USD } from '@app/kernel';
import { booleanOption, decimalOption, textOption } from './option-kinds';
import { urlOption } from './url-option';

/** Options of general interest. What belongs to one module is defined and registered there. */
export const SystemOptions = {
  /** Quota shown per USD. Money itself does not depend on it. */
  QuotaPerUnit: decimalOption('QuotaPerUnit', DEFAULT_QUOTA_PER_USD, { min: 0.001, max: 1e12 }),
  DisplayInCurrencyEnabled: booleanOption('DisplayInCurrencyEnabled', true),
  DisplayTokenStatEnabled: booleanOption('DisplayTokenStatEnabled', true),
  /** Base of links in mails and callbacks. */
  ServerAddress: urlOption('ServerAddress', 'http://localhost:3000'),
  SystemName: textOption('SystemName', 'Chat API'),
  SystemText: textOption('SystemText'),
  Notice: textOption('Notice'),
  About: textOption('About'),
  HomePageContent: textOption('HomePageContent'),
  Footer: textOption('Footer'),
  Logo: textOption('Logo'),
  ChatLink: textOption('ChatLink'),
  TopUpLink: textOption('TopUpLink'),
  /** Only shown, see /api/status; prices do not depend on it. */
  Price: decimalOption('Price', 7.3),
  PasswordLoginEnabled: booleanOption('PasswordLoginEnabled', true),
  LogConsumeEnabled: booleanOption('LogConsumeEnabled', true),
  /** False: a caller key is shown once, when it is made; keys stored before cannot be had either, until it is true again. */
  RevealTokenKeyEnabled: booleanOption('RevealTokenKeyEnabled', true),
};
