import { AppError } from '@app/kernel';

/** What a caller with an API key may be told. Codes without module: callers' SDKs see them as they are. */
export const authenticationErrors = {
  tokenMissing: () => new AppError('token_missing', { zh: '未提供令牌', en: 'No API key was given' }, { status: 401 }),
  keyInvalid: () => new AppError('invalid_api_key', { zh: '无效的令牌', en: 'Invalid API key' }, { status: 401 }),
  tokenDisabled: () =>
    new AppError('token_disabled', { zh: '该令牌状态不可用', en: 'This API key is disabled' }, { status: 401 }),
  tokenExpired: () =>
    new AppError('token_expired', { zh: '该令牌已过期', en: 'This API key has expired' }, { status: 401 }),
  userDisabled: () => new AppError('user_disabled', { zh: '用户已被封禁', en: 'The user is banned' }, { status: 403 }),
  groupNotAllowed: (group: string) =>
    new AppError(
      'group_not_allowed',
      {
        zh: `该令牌无权使用分组：${group}，请修改令牌的分组`,
        en: `This API key may no longer use the group ${group}; choose another group for it`,
      },
      { status: 403 },
    ),
  ipNotAllowed: (subnets: string, clientIp: string) =>
    new AppError(
      'ip_not_allowed',
      {
        zh: `该令牌只能在指定网段使用：${subnets}，当前 ip：${clientIp}`,
        en: `This API key may only be used from ${subnets}; the current address is ${clientIp}`,
      },
      { status: 403 },
    ),
  channelNotAllowed: () =>
    new AppError(
      'channel_not_allowed',
      { zh: '普通用户不支持指定渠道', en: 'Only administrators may ask for a channel' },
      { status: 403 },
    ),
  channelInvalid: () =>
    new AppError(
      'channel_invalid',
      { zh: '无效的渠道 Id', en: 'The channel id behind the key is not a number' },
      { status: 400 },
    ),
};
