import { Module } from '@nestjs/common';
import { StatementController } from './http/statement.controller';
import { LedgerLines } from './statements/ledger-lines';
import { LedgerPages } from './statements/ledger-pages';
import { RunningStatements } from './statements/running-statements';
import { StatementsService } from './statements/statements.service';
import { UsageLines } from './statements/usage-lines';

/** Statements of users' calls and movements; reads the ledger and the log, and nothing else of billing. */
@Module({
  controllers: [StatementController],
  providers: [StatementsService, RunningStatements, UsageLines, LedgerLines, LedgerPages],
})
export class StatementsModule {}
