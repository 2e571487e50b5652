import { AppError } from '@app/kernel';

export const accessErrors = {
  notLoggedIn: () =>
    new AppError(
      'auth.not_logged_in',
      {
        zh: '无权进行此操作，未登录且未提供 access token',
        en: 'Not allowed: neither logged in nor an access token given',
      },
      { status: 401 },
    ),
  rankTooLow: () =>
    new AppError(
      'auth.rank_too_low',
      { zh: '无权进行此操作，权限不足', en: 'Not allowed: your rank is too low' },
      { status: 403 },
    ),
  roleUndeclared: () =>
    new AppError(
      'auth.role_undeclared',
      { zh: '无权进行此操作', en: 'Not allowed' },
      { status: 403, staffDetail: 'The handler has no @RequireRole.' },
    ),
  passwordChangeRequired: () =>
    new AppError(
      'password_change_required',
      { zh: '请先修改默认密码', en: 'Change the default password first' },
      { status: 403 },
    ),
  originForeign: () =>
    new AppError(
      'auth.origin_foreign',
      { zh: '无权进行此操作，请求来自其他网站', en: 'Not allowed: the request comes from another site' },
      { status: 403 },
    ),
};
