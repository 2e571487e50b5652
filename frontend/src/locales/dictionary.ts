import type { zhCn } from './zh-cn';

/** Every dictionary has the keys of the Chinese one: a missing text is a type error. */
export type Dictionary = typeof zhCn;
