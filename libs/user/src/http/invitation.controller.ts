import { Role, type Principal } from '@app/kernel';
import { ApiReply, CurrentUser, reply, RequireRole, type Envelope } from '@app/platform';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InvitationCodes } from '../application/invitation-codes';

@ApiTags('account')
@Controller('api/user')
@RequireRole(Role.Common)
export class InvitationController {
  constructor(private readonly codes: InvitationCodes) {}

  @Get('aff')
  @ApiOperation({ summary: 'The own invitation code, made when it is first asked for' })
  @ApiReply(String)
  async code(@CurrentUser() { userId }: Principal): Promise<Envelope<string>> {
    return reply(await this.codes.read(userId));
  }
}
