import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { Clock } from '@app/kernel';
import { AppConfig, Download, DownloadFailure, EgressGuard } from '@app/platform';
import type { SpokenDialect } from '../adapters/upstream-half';
import type { ChatRequest } from '../model/chat-request';
import { findField } from './find-field';
import { identifyMedia, mayBe } from './identify-media';
import { MediaCache, type FetchedMedia } from './media-cache';
import { mediaError, tooManyFiles } from './media-errors';
import { findNeeded, keyOf, putInline, type NeededMedia } from './needed-media';

/** Of one call. */
const AT_ONCE = 4;
const MOST_FILES = 50;
const KEEP_MS = 60_000;
const BYTES_PER_MB = 1024 * 1024;
const NOTHING: readonly NeededMedia[] = [];

/** Who asks for files. */
export interface MediaAsker {
  /** The request as it came, where a file's field is found. */
  body: Buffer;
  /** False = he has left: nothing more is fetched for him. */
  isWaiting(): boolean;
}

/** Puts the bytes of pictures and documents into requests for upstreams that take no addresses. */
@Injectable()
export class InlineMedia implements OnApplicationShutdown {
  private readonly download: Download;
  private readonly cache: MediaCache;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    const { maxBytes, timeoutSeconds, cacheBytes, allowPrivate } = config.mediaFetch;
    // What channels may reach in private networks is not for callers.
    this.download = new Download(new EgressGuard(allowPrivate), {
      maxBytes,
      timeoutMs: timeoutSeconds * 1000,
      connectTimeoutMs: Math.min(config.relay.connectTimeoutSeconds, timeoutSeconds) * 1000,
    });
    this.cache = new MediaCache(cacheBytes, KEEP_MS);
  }

  /** What has to be fetched before the channel can be asked; hardly ever anything. */
  neededFor(channel: ChannelTarget, dialect: SpokenDialect, request: ChatRequest): readonly NeededMedia[] {
    const isOff = this.config.mediaFetch.maxBytes === 0 || channel.config['media_urls'] === 'pass';
    return isOff ? NOTHING : findNeeded(request, dialect, channel.type);
  }

  /** Rejects with AppError 400 that names the field of the first file that did not come. */
  async inline(request: ChatRequest, needed: readonly NeededMedia[], asker: MediaAsker): Promise<ChatRequest> {
    if (needed.length > MOST_FILES) throw tooManyFiles(MOST_FILES);
    const files = new Map<string, FetchedMedia>();
    const stop = new AbortController();
    const waiting = [...needed];
    // Together they count like the body they become.
    const { maxBodyBytes } = this.config.relay;
    let bytesLeft = maxBodyBytes;
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && asker.isWaiting(); next = waiting.shift()) {
        const file = await this.fetch(next, asker, stop.signal);
        bytesLeft -= Buffer.byteLength(file.data, 'base64');
        if (bytesLeft < 0)
          throw tell(new DownloadFailure('too-large', 'all files together'), next, asker, maxBodyBytes);
        files.set(keyOf(next), file);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, needed.length) }, work));
    } catch (error) {
      waiting.length = 0;
      stop.abort();
      throw error;
    }
    return putInline(request, files);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.download.close();
  }

  private async fetch(needed: NeededMedia, asker: MediaAsker, signal: AbortSignal): Promise<FetchedMedia> {
    const key = keyOf(needed);
    const kept = this.cache.get(key, this.clock.now());
    if (kept !== undefined) return kept;
    const { kind, url } = needed;
    try {
      const { bytes, contentType } = await this.download.get(url, (told) => mayBe(kind, told), signal);
      const mediaType = identifyMedia(bytes, kind, contentType);
      if (mediaType === undefined) throw new DownloadFailure('refused-type', `no ${kind}, told as ${contentType}`);
      const file = { mediaType, data: bytes.toString('base64') };
      this.cache.put(key, file, this.clock.now());
      return file;
    } catch (error) {
      const { maxBytes } = this.config.mediaFetch;
      throw error instanceof DownloadFailure ? tell(error, needed, asker, maxBytes) : error;
    }
  }
}

function tell(failure: DownloadFailure, { url }: NeededMedia, { body }: MediaAsker, mostBytes: number): Error {
  return mediaError(failure, findField(body, url) ?? 'messages', Math.floor(mostBytes / BYTES_PER_MB));
}
