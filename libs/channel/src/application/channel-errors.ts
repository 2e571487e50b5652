import { AppError } from '@app/kernel';

export function channelNotFound(): AppError {
  return new AppError('channel.not_found', { zh: '渠道不存在', en: 'The channel does not exist.' }, { status: 404 });
}

export function sourceChannelNotFound(): AppError {
  return new AppError(
    'channel.source_not_found',
    { zh: '未找到源渠道', en: 'The channel to copy does not exist.' },
    { status: 404 },
  );
}
