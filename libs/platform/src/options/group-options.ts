import { jsonNumberMapOption } from './json-number-map-option';

/** Price factor by group; its keys are the groups there are. Read by prices (billing) and by the rules for tokens (user). */
export const groupRatioOption = jsonNumberMapOption('GroupRatio', { default: 1, vip: 1, svip: 1 });
