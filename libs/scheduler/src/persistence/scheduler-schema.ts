import type { LibrarySchema } from '@app/platform';
import { JobStateEntity } from './job-state.entity';
import { ScheduledJobs1763900000500 } from './migrations/1763900000500-scheduled-jobs';

export const schedulerSchema: LibrarySchema = {
  main: { entities: [JobStateEntity], migrations: [ScheduledJobs1763900000500] },
};
