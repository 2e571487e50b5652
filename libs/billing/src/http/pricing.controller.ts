import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { AppError, Role, ServedModels, type Principal } from '@app/kernel';
import { ApiReply, OptionStore, PossibleUser, RecognizeCaller, reply, RequireRole, type Envelope } from '@app/platform';
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
    private readonly served: ServedModels,
  ) {}

  @Get()
  @RequireRole(Role.Guest)
  @RecognizeCaller()
  @ApiOperation({
    summary: "Prices of the models that are served; with a session or access token those of the caller's group",
  })
  @ApiQuery({ name: 'group', required: false, description: 'Another group that users may choose' })
  @ApiReply(PricingDto)
  pricing(@PossibleUser() user: Principal | undefined, @Query('group') wanted?: string): Envelope<PricingDto> {
    const own = user?.group ?? GUEST_GROUP;
    const groups = [...new Set([own, ...this.choosableGroups()])];
    const group = wanted === undefined ? own : groups.find((name) => name === wanted);
    if (group === undefined) throw groupUnknown();
    return reply(toPricing(this.book, { group, groups, served: this.served.modelsOf(group) }));
  }

  private choosableGroups(): string[] {
    try {
      return Object.keys(JSON.parse(this.options.text(CHOICE_OF_GROUPS) ?? '{}') as object);
    } catch {
      return [];
    }
  }
}

function groupUnknown(): AppError {
  const text = { zh: '分组不存在或不可选', en: 'There is no such group, or users may not choose it' };
  return new AppError('pricing.group_unknown', text, { status: 422, param: 'group' });
}
