import { AppError } from '@app/kernel';

const MOST_NAME_CHARACTERS = 30;

export function requireTokenName(name: string): string {
  if (Array.from(name).length > MOST_NAME_CHARACTERS) {
    throw new AppError(
      'token.name_too_long',
      { zh: '令牌名称过长', en: 'The token name has more than 30 characters' },
      { status: 422, param: 'name' },
    );
  }
  return name;
}

/** The comma list without blanks, empty entries and repetitions. */
export function normaliseModels(models: string): string {
  const names = models.split(/[,\n]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].join(',');
}
