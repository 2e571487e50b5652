import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { pickLocale, Role, type Locale, type Principal } from '@app/kernel';
import { AppConfig, CurrentUser, RequireRole } from '@app/platform';
import type { Response as HttpResponse } from 'express';
import { userNotFound } from '../application/user-not-found';
import { RunningStatements } from '../statements/running-statements';
import type { Statement } from '../statements/statement';
import { statementPeriod } from '../statements/statement-period';
import { StatementsService } from '../statements/statements.service';
import { writeLedgerCsv } from '../statements/write-ledger-csv';
import { writeStatementJson } from '../statements/write-statement-json';
import { writeUsageCsv } from '../statements/write-usage-csv';
import { StatementQueryDto } from './dto/statement-query.dto';
import { IdPipe } from './id-pipe';

/** Statements for download; see docs/statements.md. They are written as they are read, whatever their length. */
@ApiTags('statement')
@Controller('api/statement')
export class StatementController {
  constructor(
    private readonly statements: StatementsService,
    private readonly running: RunningStatements,
    private readonly config: AppConfig,
  ) {}

  @Get('self')
  @RequireRole(Role.Common)
  @ApiOperation({ summary: "The caller's own statement of at most 31 days: charged calls, or movements of money" })
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ description: 'The file; see docs/statements.md', schema: { type: 'string' } })
  async own(
    @CurrentUser() user: Principal,
    @Query() query: StatementQueryDto,
    @Headers('accept-language') languages: string | undefined,
    @Res() response: HttpResponse,
  ): Promise<void> {
    await this.send(user, user.userId, query, languages, response);
  }

  @Get('user/:id')
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'The same of any user' })
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ description: 'The file; see docs/statements.md', schema: { type: 'string' } })
  async ofUser(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(userNotFound)) userId: number,
    @Query() query: StatementQueryDto,
    @Headers('accept-language') languages: string | undefined,
    @Res() response: HttpResponse,
  ): Promise<void> {
    await this.send(user, userId, query, languages, response);
  }

  private async send(
    caller: Principal,
    userId: number,
    query: StatementQueryDto,
    languages: string | undefined,
    response: HttpResponse,
  ): Promise<void> {
    const { kind = 'usage', format = 'csv' } = query;
    const period = statementPeriod(query.from, query.to);
    const locale = pickLocale(query.lang ?? languages, this.config.defaultLocale);
    await this.running.run(caller.userId, async () => {
      const statement = await this.statements.open(kind, userId, period);
      const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');
      const name = `${kind}-${userId}-${day(period.from)}-${day(period.to)}.${format}`;
      response.setHeader(
        'Content-Type',
        format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      );
      response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
      response.setHeader('Cache-Control', 'no-store');
      await stream(format === 'csv' ? csvOf(statement, locale) : writeStatementJson(statement), response);
    });
  }
}

function csvOf(statement: Statement, locale: Locale): AsyncGenerator<string> {
  return statement.kind === 'usage' ? writeUsageCsv(statement, locale) : writeLedgerCsv(statement, locale);
}

/** As fast as the caller reads; one who leaves ends the reading of the database too. */
async function stream(pieces: AsyncGenerator<string>, response: HttpResponse): Promise<void> {
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
