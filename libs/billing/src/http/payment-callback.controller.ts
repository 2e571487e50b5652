import { All, Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Clock, Role } from '@app/kernel';
import { RequireRole } from '@app/platform';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { CallbackIntake } from '../payment/callback-intake';
import type { PaymentProvider, RawCallback } from '../payment/payment-provider';
import { PaymentProviders } from '../payment/payment-providers';
import { SELF_TEST_NONCE, selfTestEcho } from '../payment/payment-self-test';
import { readRawCallback } from './raw-callback';
import { RETURN_PAGE } from './return-page';

/** What payment services and returning payers call. Public: callbacks are believed as far as their signature reaches. */
@ApiTags('payment')
@Controller('api')
@RequireRole(Role.Guest)
export class PaymentCallbackController {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly intake: CallbackIntake,
    private readonly clock: Clock,
  ) {}

  @All('user/epay/notify')
  @ApiExcludeEndpoint()
  epayNotify(@Req() request: HttpRequest, @Res() response: HttpResponse): Promise<void> {
    return this.notify('epay', request, response);
  }

  @All('payment/:provider/notify')
  @ApiExcludeEndpoint()
  providerNotify(
    @Param('provider') id: string,
    @Req() request: HttpRequest,
    @Res() response: HttpResponse,
  ): Promise<void> {
    return this.notify(id, request, response);
  }

  @Get('payment/:provider/return')
  @ApiParam({ name: 'provider', type: String })
  @ApiOperation({ summary: 'Page that payers come back to; epay brings the signed result along' })
  async returned(
    @Param('provider') id: string,
    @Req() request: HttpRequest,
    @Res() response: HttpResponse,
  ): Promise<void> {
    const provider = this.provider(id);
    // Epay signs what the payer's browser carries like a callback, which helps where callbacks do not get through.
    if (provider.id === 'epay' && request.query['sign'] !== undefined) {
      await this.intake.receive(provider, await this.read(request));
    }
    response.status(200).type('html').send(RETURN_PAGE);
  }

  private async notify(id: string, request: HttpRequest, response: HttpResponse): Promise<void> {
    const provider = this.provider(id);
    if (request.method !== 'GET' && request.method !== 'POST') throw new NotFoundException();
    const nonce = request.query['self_test'];
    if (request.method === 'GET' && typeof nonce === 'string' && SELF_TEST_NONCE.test(nonce)) {
      response.status(200).type('text/plain').send(selfTestEcho(nonce));
      return;
    }
    const { status, contentType, body } = await this.intake.receive(provider, await this.read(request));
    response.status(status);
    if (contentType !== '') response.type(contentType);
    response.end(body);
  }

  private read(request: HttpRequest): Promise<RawCallback> {
    return readRawCallback(request, this.clock.seconds());
  }

  private provider(id: string): PaymentProvider {
    const provider = this.providers.find(id);
    if (provider === undefined) throw new NotFoundException();
    return provider;
  }
}
