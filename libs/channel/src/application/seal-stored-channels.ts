import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig, MainDataSource, SecretBox } from '@app/platform';
import { ChannelEntity } from '../persistence/channel.entity';
import { TEXT_BYTES } from '../persistence/text-bytes';

const SEALED_COLUMNS = ['proxyUrlSealed', 'headersSealed'] as const;

/**
 * Seals what older versions stored in clear: proxy addresses and extra headers. Done at the start of a master and not by the
 * migration, which has no key. Sealing again or on two nodes at once does no harm: a row is only written while it still holds
 * the text that was read.
 */
@Injectable()
export class SealStoredChannels implements OnModuleInit {
  private readonly logger = new Logger(SealStoredChannels.name);

  constructor(
    private readonly main: MainDataSource,
    private readonly secrets: SecretBox,
    private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.nodeType === 'master') await this.run();
  }

  /** Returns how many values were sealed. */
  async run(): Promise<number> {
    const { manager } = this.main.dataSource;
    let sealed = 0;
    for (const row of await manager.find(ChannelEntity, { order: { id: 'ASC' } })) {
      for (const column of SEALED_COLUMNS) {
        const text = row[column];
        if (text === '' || this.secrets.isSealed(text)) continue;
        const value = this.secrets.seal(text);
        if (Buffer.byteLength(value) > TEXT_BYTES) {
          this.logger.warn(`Channel #${row.id} keeps ${column} in clear: sealed it would be too long to store`);
          continue;
        }
        const result = await manager.update(ChannelEntity, { id: row.id, [column]: text }, { [column]: value });
        sealed += result.affected ?? 0;
      }
    }
    if (sealed > 0) this.logger.log(`Sealed ${sealed} proxy addresses and header lists that were stored in clear`);
    return sealed;
  }
}
