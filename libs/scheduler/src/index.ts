export { schedulerSchema } from './persistence/scheduler-schema';
export { SchedulerModule } from './scheduler.module';
