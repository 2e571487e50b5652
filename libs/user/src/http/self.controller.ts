import { Role, type Principal } from '@app/kernel';
import {
  AllowDefaultPassword,
  ApiReply,
  CriticalLimit,
  CurrentUser,
  OptionStore,
  reply,
  RequireRole,
  SystemOptions,
  type Envelope,
} from '@app/platform';
import { Body, Controller, Get, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { AccessTokenService } from '../application/access-token.service';
import { SelfService } from '../application/self.service';
import { SelfViewDto, toSelfView } from './dto/self-view.dto';
import { UpdateSelfDto } from './dto/update-self.dto';
import { SameOriginGuard } from './same-origin.guard';
import { SessionCookieWriter } from './session-cookie';
import { VisitorReader } from './visitor-reader';

@ApiTags('account')
@Controller('api/user')
@RequireRole(Role.Common)
export class SelfController {
  constructor(
    private readonly selves: SelfService,
    private readonly accessTokens: AccessTokenService,
    private readonly options: OptionStore,
    private readonly cookies: SessionCookieWriter,
    private readonly visitors: VisitorReader,
  ) {}

  @Get('self')
  @AllowDefaultPassword()
  @ApiOperation({ summary: 'The own account' })
  @ApiReply(SelfViewDto)
  async self(@CurrentUser() principal: Principal): Promise<Envelope<SelfViewDto>> {
    return reply(await this.view(principal));
  }

  // Asks for the current password, which must not become a way to guess it.
  @CriticalLimit()
  @Put('self')
  @AllowDefaultPassword()
  @ApiOperation({
    summary: 'Change name, display name or password; a new password ends all other sessions and the access token',
    description:
      'After a new password the session that made the change goes on under a new id (cookie), every other one is signed ' +
      'out, and the management access token stops working, also when the change was made with it: ask for a new one with ' +
      'POST /api/user/token. API keys (sk-…) stay as they are.',
  })
  @ApiReply(SelfViewDto)
  async update(
    @CurrentUser() principal: Principal,
    @Body() body: UpdateSelfDto,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) response: HttpResponse,
  ): Promise<Envelope<SelfViewDto>> {
    const changes = {
      username: body.username,
      displayName: body.display_name,
      password: body.password,
      originalPassword: body.original_password,
    };
    const newSessionId = await this.selves.change(principal, changes, this.visitors.read(request));
    if (newSessionId !== undefined) this.cookies.write(request, response, newSessionId);
    return reply(await this.view(principal));
  }

  @Get('token')
  @UseGuards(SameOriginGuard)
  @ApiOperation({ summary: 'A new access token (for older clients; use POST)', deprecated: true })
  @ApiReply(String)
  renewAccessTokenByGet(@CurrentUser() principal: Principal): Promise<Envelope<string>> {
    return this.renewAccessToken(principal);
  }

  @Post('token')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new access token, shown this once; the old one stops working' })
  @ApiReply(String)
  async renewAccessToken(@CurrentUser() principal: Principal): Promise<Envelope<string>> {
    return reply(await this.accessTokens.renew(principal.userId));
  }

  private async view(principal: Principal): Promise<SelfViewDto> {
    return toSelfView(await this.selves.read(principal.userId), this.options.get(SystemOptions.QuotaPerUnit));
  }
}
