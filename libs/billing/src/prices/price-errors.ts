import { AppError } from '@app/kernel';

export function draftNotFound(): AppError {
  return new AppError('price.draft_not_found', { zh: '价格草稿不存在', en: 'There is no such draft' }, { status: 404 });
}

export function draftClosed(): AppError {
  const text = { zh: '该草稿已发布或已废弃', en: 'The draft was published or discarded' };
  return new AppError('price.draft_closed', text, { status: 409 });
}

export function draftChanged(revision: number): AppError {
  const text = {
    zh: `草稿已被他人修改（当前修订号 ${revision}），请重新载入`,
    en: `Somebody else has changed the draft (its revision is ${revision} now); load it again`,
  };
  return new AppError('price.draft_changed', text, { status: 409, param: 'revision' });
}

export function draftOutdated(base: number, inForce: number): AppError {
  const text = {
    zh: `草稿基于版本 ${base}，而届时生效的是版本 ${inForce}；请先将草稿变基并核对差异`,
    en: `The draft is a change of version ${base}, but version ${inForce} is in force by then: rebase the draft and look at its diff again`,
  };
  return new AppError('price.draft_outdated', text, { status: 409, param: 'base_version' });
}

export function nothingChanged(): AppError {
  const text = { zh: '与当前生效的价格没有差异', en: 'There is no difference to the prices in force' };
  return new AppError('price.nothing_changed', text, { status: 409 });
}

export function timePassed(): AppError {
  const text = { zh: '生效时间须在将来（一年以内）', en: 'The time has to be in the future, at most a year from now' };
  return new AppError('price.time_invalid', text, { status: 422, param: 'valid_from' });
}

export function versionNotFound(): AppError {
  return new AppError(
    'price.version_not_found',
    { zh: '价格版本不存在', en: 'There is no such version' },
    { status: 404 },
  );
}

export function versionNotScheduled(): AppError {
  const text = { zh: '只能取消尚未生效的版本', en: 'Only a version that is still to come can be cancelled' };
  return new AppError('price.version_not_scheduled', text, { status: 409 });
}

export function entryNotOffered(path: string): AppError {
  const text = { zh: `来源未提供 ${path}`, en: `The source offers no ${path}` };
  return new AppError('price.entry_not_offered', text, { status: 422, param: path });
}

export function sourceNotFound(): AppError {
  const text = { zh: '价格来源不存在', en: 'There is no such source of prices' };
  return new AppError('price.source_not_found', text, { status: 404 });
}

export function sourceExists(name: string): AppError {
  const text = { zh: `价格来源“${name}”已存在`, en: `There is a source of prices named ${name} already` };
  return new AppError('price.source_exists', text, { status: 409, param: 'name' });
}

export function tooManySources(most: number): AppError {
  const text = { zh: `最多 ${most} 个价格来源`, en: `At most ${most} sources of prices` };
  return new AppError('price.sources_too_many', text, { status: 409 });
}

export function sourceUnreachable(reason: string, cause?: unknown): AppError {
  const text = { zh: `无法获取价格来源（${reason}）`, en: `The source of prices could not be fetched (${reason})` };
  return new AppError('price.source_unreachable', text, { status: 502, cause });
}
