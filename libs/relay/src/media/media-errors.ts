import { AppError } from '@app/kernel';
import type { DownloadFailure } from '@app/platform';

/** What a caller is told of a file that did not come. The text names the field, as not every protocol has a place for it. */
export function mediaError(failure: DownloadFailure, field: string, mostMegabytes: number): AppError {
  const { kind, detail } = failure;
  switch (kind) {
    case 'unreachable':
      return error(
        'media_unreachable',
        field,
        failure,
        '无法从该地址获取文件',
        'the file could not be fetched from its address',
      );
    case 'status':
      return error(
        'media_not_found',
        field,
        failure,
        `该地址返回了状态码 ${detail}，没有文件`,
        `the address answered with status ${detail} and no file`,
      );
    case 'too-large':
      return error(
        'media_too_large',
        field,
        failure,
        `文件过大，上限为 ${mostMegabytes} MB`,
        `the file is too large; at most ${mostMegabytes} MB are fetched`,
      );
    case 'refused-type':
      return error(
        'media_type_unsupported',
        field,
        failure,
        '该地址的文件类型与此处不符',
        'what the address answers is not of the type that belongs here',
      );
  }
}

export function tooManyFiles(most: number): AppError {
  return new AppError(
    'media_too_many',
    {
      zh: `以链接给出的文件过多，最多 ${most} 个`,
      en: `There are too many files given by their address; at most ${most} are fetched`,
    },
    { status: 400 },
  );
}

function error(code: string, field: string, cause: DownloadFailure, zh: string, en: string): AppError {
  const text = { zh: `${field}：${zh}`, en: `${field}: ${en}` };
  return new AppError(code, text, { status: 400, param: field, cause, staffDetail: cause.message });
}
