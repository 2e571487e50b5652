import { Module } from '@nestjs/common';
import { StoredResponseRepository } from '../persistence/stored-response.repository';
import { ResponseStore } from './response-store';
import { StoredResponseUpkeep } from './stored-response-upkeep';

/** Apart from the relay, for processes that look after what is stored and relay nothing. */
@Module({
  providers: [StoredResponseRepository, ResponseStore, { provide: StoredResponseUpkeep, useExisting: ResponseStore }],
  exports: [ResponseStore, StoredResponseUpkeep],
})
export class StoredResponsesModule {}
