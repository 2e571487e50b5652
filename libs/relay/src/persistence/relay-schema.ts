import type { LibrarySchema } from '@app/platform';
import { LimitRuleEntity } from './limit-rule.entity';
import { LimitRules1764100000500 } from './migrations/1764100000500-limit-rules';
import { StoredResponses1795651200000 } from './migrations/1795651200000-stored-responses';
import { StoredResponseEntity } from './stored-response.entity';

export const relaySchema: LibrarySchema = {
  main: {
    entities: [StoredResponseEntity, LimitRuleEntity],
    migrations: [LimitRules1764100000500, StoredResponses1795651200000],
  },
};
