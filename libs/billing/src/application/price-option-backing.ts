import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { OptionStore, type OptionBacking } from '@app/platform';
import { OLD_NOTATION, type RatioMap } from '../domain/old-notation';
import type { PriceList } from '../domain/price-list';
import { PriceBook } from './price-book';
import { NOTATION_OPTIONS } from './price-options';
import { PricePublisher } from './price-publisher';
import { readRatioMap } from './read-ratio-map';

/** The options of the old notation, read from the list in force and written as a new version of it. */
@Injectable()
export class PriceOptionBacking implements OptionBacking {
  private texts = new Map<string, string>();
  private list: PriceList | undefined;

  constructor(
    private readonly book: PriceBook,
    private readonly publisher: PricePublisher,
    private readonly clock: Clock,
    options: OptionStore,
  ) {
    options.register(NOTATION_OPTIONS);
    options.keepElsewhere(
      NOTATION_OPTIONS.map(({ key }) => key),
      this,
    );
  }

  text(key: string): string {
    const { list } = this.book.version;
    if (this.list !== list) {
      this.list = list;
      this.texts = new Map();
    }
    let text = this.texts.get(key);
    if (text === undefined) this.texts.set(key, (text = toJson(OLD_NOTATION[key]!.read(list))));
    return text;
  }

  async write(key: string, text: string): Promise<void> {
    const entries = readRatioMap(key, text);
    const today = new Date(this.clock.now()).toISOString().slice(0, 10);
    await this.publisher.publish((list) => writeNotation(list, key, entries, today), {
      authorId: 0,
      note: `option ${key}`,
    });
  }
}

/** The list with the entries of one option; the very list when nothing changes. */
export function writeNotation(list: PriceList, key: string, entries: RatioMap, today: string): PriceList {
  const notation = OLD_NOTATION[key]!;
  const old = notation.read(list);
  const isSame = old.size === entries.size && [...entries].every(([name, text]) => old.get(name) === text);
  return isSame ? list : notation.write(list, entries, today);
}

function toJson(entries: RatioMap): string {
  return `{${[...entries].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
