import { isApiKey, type Principal } from '@app/kernel';
import type { Paging } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { sha256Hex } from '../domain/sha256-hex';
import type { TokenEntity } from '../persistence/token.entity';
import { TokenRepository } from '../persistence/token.repository';

/** Lists of the caller's tokens, newest first, with the number of all that match. */
@Injectable()
export class TokenQueryService {
  constructor(private readonly tokens: TokenRepository) {}

  list(owner: Principal, paging: Paging): Promise<[TokenEntity[], number]> {
    return this.search(owner, '', '', paging);
  }

  /** A whole key is found by its hash; of a part only what lists show can match, since keys are not readable. */
  search(owner: Principal, keyword: string, keyText: string, paging: Paging): Promise<[TokenEntity[], number]> {
    const key = keyText.trim().replace(/^sk-/, '');
    const isWhole = isApiKey(key);
    return this.tokens.searchOwned(
      owner.userId,
      {
        name: keyword === '' ? undefined : keyword,
        hint: isWhole || key === '' ? undefined : key,
        keyHash: isWhole ? sha256Hex(key) : undefined,
      },
      paging,
    );
  }
}
