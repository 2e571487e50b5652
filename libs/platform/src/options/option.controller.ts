import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { Role } from '@app/kernel';
import { RequireRole } from '../http/access.decorators';
import { ApiReply } from '../http/api-reply.decorator';
import { reply, type Envelope } from '../http/envelope';
import { OptionStore } from './option-store';
import { OptionViewDto } from './option-view.dto';
import { PutOptionDto } from './put-option.dto';

@Controller('api/option')
@RequireRole(Role.Root)
export class OptionController {
  constructor(@Inject(OptionStore) private readonly options: OptionStore) {}

  @Get()
  @ApiReply([OptionViewDto])
  list(): Envelope<OptionViewDto[]> {
    return reply(this.options.list());
  }

  @Put()
  @ApiReply(null)
  async put(@Body() body: PutOptionDto): Promise<Envelope<null>> {
    await this.options.set(body.key, body.value);
    return reply(null);
  }
}
