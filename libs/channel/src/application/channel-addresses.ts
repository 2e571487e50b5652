import { Injectable } from '@nestjs/common';
import { AppError } from '@app/kernel';
import { EgressGuard } from '@app/platform';
import { channelFieldError } from '../domain/channel-field-error';

const PROXY_SCHEMES: readonly string[] = ['http:', 'https:', 'socks5:'];

/** Rules for the two addresses of a channel: well-formed, and not into our own network. */
@Injectable()
export class ChannelAddresses {
  constructor(private readonly guard: EgressGuard) {}

  /** The form that is stored; empty stays empty. */
  readBaseUrl(text: string): string {
    const url = text.trim().replace(/\/+$/, '');
    if (url === '') return '';
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
      throw channelFieldError('base_url', {
        zh: '须为 http:// 或 https:// 开头的 URL',
        en: 'must be an http:// or https:// URL',
      });
    }
    if (parsed.username !== '' || parsed.password !== '') {
      throw channelFieldError('base_url', {
        zh: '不能包含用户名或密码，请使用密钥字段',
        en: 'must not contain a user name or password; use the key',
      });
    }
    return url;
  }

  readProxyUrl(text: string): string {
    const url = text.trim().replace(/\/+$/, '');
    if (url === '') return '';
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !PROXY_SCHEMES.includes(parsed.protocol) || parsed.hostname === '') {
      throw channelFieldError('proxy_url', {
        zh: '须为 http://、https:// 或 socks5:// 开头的代理地址',
        en: 'must be an http://, https:// or socks5:// address',
      });
    }
    return url;
  }

  requireAllowedBaseUrl(url: string): void {
    this.check('base_url', () => this.guard.check(url));
  }

  requireAllowedProxy(url: string): void {
    // Read as http: of other schemes URL does not turn "0x7f.1" into the address it is.
    const authority = url.slice(url.indexOf('//'));
    this.check('proxy_url', () => this.guard.check(`http:${authority}`));
  }

  private check(field: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, error.text, {
        status: error.status,
        param: field,
        staffDetail: error.staffDetail,
        cause: error,
      });
    }
  }
}
