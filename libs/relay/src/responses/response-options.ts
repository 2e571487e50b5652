import { integerOption } from '@app/platform';

/** Days that responses can be continued and read; 0 = none is stored. */
export const STORED_RESPONSE_DAYS = integerOption('StoredResponseDays', 30, { min: 0, max: 3650 });

/** Largest conversation that is stored, in MB of JSON. With what sealing adds it has to fit MySQL's MEDIUMTEXT of 16 MiB. */
export const STORED_RESPONSE_MEGABYTES = integerOption('StoredResponseMegabytes', 8, { min: 1, max: 8 });
