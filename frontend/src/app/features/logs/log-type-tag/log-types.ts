import type { LogType } from '../../../api/types';

interface LogTypeLook {
  type: LogType;
  textKey: string;
  colour: string;
}

export const logTypes: readonly LogTypeLook[] = [
  { type: 2, textKey: 'logs.types.consume', colour: 'green' },
  { type: 1, textKey: 'logs.types.topUp', colour: 'blue' },
  { type: 3, textKey: 'logs.types.manage', colour: 'orange' },
  { type: 4, textKey: 'logs.types.system', colour: 'purple' },
  { type: 5, textKey: 'logs.types.error', colour: 'red' },
];

/** A type this console does not know yet is shown by its number. */
export function findLogType(type: LogType): LogTypeLook {
  return logTypes.find((known) => known.type === type) ?? { type, textKey: 'logs.types.unknown', colour: 'default' };
}
