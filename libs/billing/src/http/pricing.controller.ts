import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiReply,
  OptionStore,
  PossibleUser,
  RecognizeCaller,
  reply,
  RequireRole,
  type Envelope,
} from '@app/platform';
import { PriceBook } from '../application/price-book';
import { PricingDto } from './dto/pricing.dto';
import { toPricing } from './pricing-presenter';

const GUEST_GROUP = 'default';
/** Its keys are the groups that users may choose; the module of users owns the option. */
const CHOICE_OF_GROUPS = 'GroupUserRatio';

@ApiTags('pricing')
@Controller('api/pricing')
export class PricingController {
  constructor(
    private readonly book: PriceBook,
    private readonly options: OptionStore,
  ) {}

  @Get()
  @RequireRole(Role.Guest)
  @RecognizeCaller()
  @ApiOperation({ summary: "The price list; with a session or access token at the prices of the caller's group" })
  @ApiReply(PricingDto)
  pricing(@PossibleUser() user: Principal | undefined): Envelope<PricingDto> {
    return reply(toPricing(this.book.version, user?.group ?? GUEST_GROUP, this.choosableGroups()));
  }

  private choosableGroups(): string[] {
    try {
      return Object.keys(JSON.parse(this.options.text(CHOICE_OF_GROUPS) ?? '{}') as object);
    } catch {
      return [];
    }
  }
}
