import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Download, DownloadFailure, EgressGuard } from '@app/platform';
import { sourceUnreachable } from '../price-errors';
import { parseOffer } from './parse-offer';

/** The longest list we know is of two megabytes. */
export const LARGEST_OFFER_BYTES = 8 * 1024 * 1024;
const LIMITS = { maxBytes: LARGEST_OFFER_BYTES, timeoutMs: 30_000, connectTimeoutMs: 10_000 };

/** Fetches price lists from addresses that people typed. */
@Injectable()
export class SourceDownload implements OnApplicationShutdown {
  private readonly download: Download;

  constructor(guard: EgressGuard) {
    this.download = new Download(guard, LIMITS);
  }

  /** Parsed JSON. Throws `price.source_unreachable` (502) or `price.offer_unreadable` (422). */
  async get(url: string, signal: AbortSignal): Promise<unknown> {
    return parseOffer(await this.bytes(url, signal));
  }

  onApplicationShutdown(): Promise<void> {
    return this.download.close();
  }

  private async bytes(url: string, signal: AbortSignal): Promise<Buffer> {
    try {
      return (await this.download.get(url, () => true, signal)).bytes;
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      const { kind, detail } = error;
      throw sourceUnreachable(kind === 'status' ? `HTTP ${detail}` : kind, error);
    }
  }
}
