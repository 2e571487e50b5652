import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { moneyToUsd } from '@app/kernel';
import { MARGIN_KEYS, type Margin, type MarginKey, type MarginRange, type MarginRow } from '../../prices/margin-report';
import { LATEST_TIME } from './latest-time';

export class MarginQueryDto {
  @ApiPropertyOptional({ description: 'Unix seconds; absent = seven days before the end' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  from?: number;

  @ApiPropertyOptional({ description: 'Unix seconds, included; absent = now. At most 92 days after from' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(LATEST_TIME)
  to?: number;

  @ApiPropertyOptional({ enum: MARGIN_KEYS, description: 'Absent = channel' })
  @IsOptional()
  @IsIn(MARGIN_KEYS)
  by?: MarginKey;
}

export class MarginView {
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'Exact dollars that were charged for all calls, to plans too' }) amount_usd: string;
  @ApiProperty({ description: 'Exact dollars that suppliers take, as far as that is known' }) supplier_cost_usd: string;
  @ApiProperty({ description: 'Exact dollars: charges less costs of the calls whose cost is known' })
  margin_usd: string;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Margin in percent of these charges, two decimals; null = they are nothing',
  })
  margin_percent: number | null;
  @ApiProperty({ description: 'Calls whose cost is not known; they are in no margin' }) unknown_cost_calls: number;
}

export class MarginRowView extends MarginView {
  @ApiProperty({ description: 'Channel id, model, group, or the Unix seconds at which a day begins (UTC)' })
  key: string;
  @ApiProperty({ description: 'Name of the channel; empty for all else' }) name: string;
}

export class MarginReportView {
  @ApiProperty({ description: 'Unix seconds' }) from: number;
  @ApiProperty({ description: 'Unix seconds' }) to: number;
  @ApiProperty({ type: MarginView, description: 'Of everything in the range' }) total: MarginView;
  @ApiProperty({ type: [MarginRowView], description: 'At most 1000' }) rows: MarginRowView[];
}

export function toMarginReportView(report: { range: MarginRange; rows: MarginRow[]; total: Margin }): MarginReportView {
  return {
    ...report.range,
    total: toMarginView(report.total),
    rows: report.rows.map(({ key, name, ...margin }) => ({ key, name, ...toMarginView(margin) })),
  };
}

function toMarginView({ calls, amount, callsOfUnknownCost, amountOfKnownCost, cost }: Margin): MarginView {
  const margin = amountOfKnownCost - cost;
  return {
    calls,
    amount_usd: moneyToUsd(amount),
    supplier_cost_usd: moneyToUsd(cost),
    margin_usd: moneyToUsd(margin),
    margin_percent: amountOfKnownCost === 0n ? null : Number((margin * 10_000n) / amountOfKnownCost) / 100,
    unknown_cost_calls: callsOfUnknownCost,
  };
}
