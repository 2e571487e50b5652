import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { Role } from '@app/kernel';
import { RequireRole } from '../http/access.decorators';
import { reply, type Envelope } from '../http/envelope';
import { OptionStore } from './option-store';
import { PutOptionDto } from './put-option.dto';

@Controller('api/option')
@RequireRole(Role.Root)
export class OptionController {
  constructor(@Inject(OptionStore) private readonly options: OptionStore) {}

  @Get()
  list(): Envelope<{ key: string; value: string }[]> {
    return reply(this.options.list());
  }

  @Put()
  async put(@Body() body: PutOptionDto): Promise<Envelope<null>> {
    await this.options.set(body.key, body.value);
    return reply(null);
  }
}
