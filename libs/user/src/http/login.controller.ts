import { Role } from '@app/kernel';
import { ApiReply, CriticalLimit, reply, RequireRole, type Envelope } from '@app/platform';
import { Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { LoginService } from '../application/login.service';
import { SessionService } from '../application/session.service';
import type { UserEntity } from '../persistence/user.entity';
import { LoginDto } from './dto/login.dto';
import { LoginViewDto, toLoginView } from './dto/login-view.dto';
import { LoginGuard } from './login.guard';
import { SameOriginGuard } from './same-origin.guard';
import { readSessionCookie, SessionCookieWriter } from './session-cookie';
import { VisitorReader } from './visitor-reader';

@ApiTags('account')
@Controller('api/user')
@RequireRole(Role.Guest)
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionService,
    private readonly cookies: SessionCookieWriter,
    private readonly visitors: VisitorReader,
  ) {}

  @Post('login')
  @HttpCode(200)
  @CriticalLimit()
  @UseGuards(SameOriginGuard, LoginGuard)
  @ApiOperation({ summary: 'Log in with name (or email) and password; sets the session cookie' })
  @ApiBody({ type: LoginDto })
  @ApiReply(LoginViewDto)
  async login(
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) response: HttpResponse,
  ): Promise<Envelope<LoginViewDto>> {
    const user = request.user as UserEntity;
    const sessionId = await this.logins.startSession(user, this.visitors.read(request), readSessionCookie(request));
    this.cookies.write(request, response, sessionId);
    return reply(toLoginView(user));
  }

  @Get('logout')
  @UseGuards(SameOriginGuard)
  @ApiOperation({ summary: 'Log out (for older clients; use POST)', deprecated: true })
  @ApiReply(null)
  logoutByGet(
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) response: HttpResponse,
  ): Promise<Envelope<null>> {
    return this.logout(request, response);
  }

  @Post('logout')
  @HttpCode(200)
  @UseGuards(SameOriginGuard)
  @ApiOperation({ summary: 'End the session of the cookie, if there is one' })
  @ApiReply(null)
  async logout(
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) response: HttpResponse,
  ): Promise<Envelope<null>> {
    const sessionId = readSessionCookie(request);
    if (sessionId !== undefined) await this.sessions.close(sessionId);
    this.cookies.clear(request, response);
    return reply(null);
  }
}
