import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { AppConfig, OptionStore, SecretBox } from '@app/platform';
import type { StoredResponseEntity } from '../persistence/stored-response.entity';
import { StoredResponseRepository } from '../persistence/stored-response.repository';
import type { KeptResponse } from './kept-response';
import { packContent, sizeOf, unpackContent } from './pack-content';
import { STORED_RESPONSE_DAYS, STORED_RESPONSE_MEGABYTES } from './response-options';
import type { StoredResponseUpkeep } from './stored-response-upkeep';

const DAY_SECONDS = 86_400;
const MEGABYTE = 1024 * 1024;
const LONGEST_ID = 191;
/** Rows of one statement, and what they may come to: databases limit the length of one. */
const WRITTEN_AT_ONCE = 20;
const BYTES_AT_ONCE = 2 * MEGABYTE;
/** What waits to be written; more is dropped, for a database that is too slow must not fill the memory. */
const MOST_WAITING_BYTES = 64 * MEGABYTE;
/** Another node may be about to write what its caller was just told. */
const SECOND_LOOK_MS = 300;

/**
 * Responses by owner and id. They are written behind the calls: `keep` returns at once, and what is not written yet is read
 * from memory. Only one write is under way at any time, so that charges get their turn.
 */
@Injectable()
export class ResponseStore implements StoredResponseUpkeep, BeforeApplicationShutdown {
  private readonly logger = new Logger('Responses');
  private readonly waiting = new Map<string, KeptResponse>();
  private waitingBytes = 0;
  private writing: Promise<void> | undefined = undefined;
  /** The statement that is under way. */
  private statement: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: StoredResponseRepository,
    private readonly secrets: SecretBox,
    private readonly options: OptionStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    options.register([STORED_RESPONSE_DAYS, STORED_RESPONSE_MEGABYTES]);
  }

  /** False = the operator wants nothing stored. */
  get isOn(): boolean {
    return this.options.get(STORED_RESPONSE_DAYS) > 0;
  }

  /** Stores it soon. Without content when that is too large; not at all when it could not even be continued then. */
  keep(response: KeptResponse): void {
    if (!this.isOn || response.id === '' || response.id.length > LONGEST_ID) return;
    const kept = this.withinSize(response);
    if (this.waitingBytes + bytesOf(kept) > MOST_WAITING_BYTES) {
      this.logger.warn(`Response ${kept.id} is not stored: the database is behind`);
      return;
    }
    this.forget(keyOf(kept.userId, kept.id));
    this.waiting.set(keyOf(kept.userId, kept.id), kept);
    this.waitingBytes += bytesOf(kept);
    this.writing ??= this.writeAll();
  }

  /** Undefined = the user has none of this id. */
  async find(userId: number, id: string): Promise<KeptResponse | undefined> {
    if (id.length > LONGEST_ID || !this.isOn) return undefined;
    const found = await this.look(userId, id);
    // Several nodes share Redis: there is none where there is no other node.
    if (found !== undefined || this.config.redisUrl === undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
    return this.look(userId, id);
  }

  /** False = the user has none of this id. */
  async remove(userId: number, id: string): Promise<boolean> {
    if (id.length > LONGEST_ID) return false;
    const wasWaiting = this.forget(keyOf(userId, id));
    // The write that is under way may have it.
    await this.statement;
    return (await this.repository.remove(userId, id, this.clock.seconds())) || wasWaiting;
  }

  async removeExpired(signal?: AbortSignal): Promise<number> {
    let removed = 0;
    for (;;) {
      signal?.throwIfAborted();
      const count = await this.repository.removeExpired(this.clock.seconds());
      if (count === 0) return removed;
      removed += count;
    }
  }

  /** After the last call, before the databases close. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  private withinSize(response: KeptResponse): KeptResponse {
    const { content } = response;
    const limit = this.options.get(STORED_RESPONSE_MEGABYTES) * MEGABYTE;
    return content === undefined || sizeOf(content) <= limit ? response : { ...response, content: undefined };
  }

  private async look(userId: number, id: string): Promise<KeptResponse | undefined> {
    const waiting = this.waiting.get(keyOf(userId, id));
    if (waiting !== undefined) return waiting;
    const row = await this.repository.find(userId, id, this.clock.seconds());
    if (row === null) return undefined;
    const { channelId, promptTokens, contentSealed } = row;
    const content = contentSealed === null ? undefined : await unpackContent(contentSealed, this.secrets);
    return { userId, id, channelId, promptTokens, content };
  }

  private forget(key: string): boolean {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) return false;
    this.waiting.delete(key);
    this.waitingBytes -= bytesOf(waiting);
    return true;
  }

  private async writeAll(): Promise<void> {
    // What is kept in one go is written in one statement.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const batch = this.nextBatch();
      this.statement = this.write(batch);
      await this.statement;
      // One that was kept anew since then still waits.
      for (const response of batch) {
        const key = keyOf(response.userId, response.id);
        if (this.waiting.get(key) === response) this.forget(key);
      }
    }
    this.writing = undefined;
  }

  private nextBatch(): KeptResponse[] {
    const batch: KeptResponse[] = [];
    let bytes = 0;
    for (const response of this.waiting.values()) {
      bytes += bytesOf(response);
      if (batch.length === WRITTEN_AT_ONCE || (batch.length > 0 && bytes > BYTES_AT_ONCE)) break;
      batch.push(response);
    }
    return batch;
  }

  private async write(batch: readonly KeptResponse[]): Promise<void> {
    try {
      await this.repository.put(await Promise.all(batch.map((response) => this.toRow(response))));
    } catch (error) {
      this.logger.error(`${batch.length} responses could not be stored: ${(error as Error).message}`);
    }
  }

  private async toRow({ userId, id, channelId, promptTokens, content }: KeptResponse): Promise<StoredResponseEntity> {
    const createdAt = this.clock.seconds();
    return {
      ...{ userId, id, channelId, promptTokens, createdAt },
      expiresAt: createdAt + this.options.get(STORED_RESPONSE_DAYS) * DAY_SECONDS,
      contentSealed: content === undefined ? null : await packContent(content, this.secrets),
    };
  }
}

function keyOf(userId: number, id: string): string {
  return `${userId} ${id}`;
}

function bytesOf({ content }: KeptResponse): number {
  return content === undefined ? 0 : sizeOf(content);
}
