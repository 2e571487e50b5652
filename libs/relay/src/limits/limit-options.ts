import { Calendar } from '@app/kernel';
import { integerOption, optionValueInvalid, type OptionDefinition } from '@app/platform';

/** Where days, weeks and months of limits begin: a name of the IANA time zone database. */
export const LIMIT_TIME_ZONE: OptionDefinition<Calendar> = {
  key: 'LimitTimeZone',
  defaultText: 'Asia/Shanghai',
  parse(text) {
    try {
      return new Calendar(text.trim());
    } catch {
      throw optionValueInvalid(
        'LimitTimeZone',
        '必须为 IANA 时区名称，例如 Asia/Shanghai',
        'it must be a name of the IANA time zone database, e.g. Asia/Shanghai',
      );
    }
  },
};

/** After this time the places of a node that died are free again. */
export const LIMIT_LEASE_SECONDS = integerOption('LimitLeaseSeconds', 30, { min: 3, max: 600 });
