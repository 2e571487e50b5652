import { ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class SearchChannelsDto {
  @ApiPropertyOptional({ description: 'Channel id or part of the name' })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  keyword?: string;

  @ApiPropertyOptional({ description: 'Part of the group list' })
  @IsOptional()
  @IsString()
  @MaxLength(191)
  group?: string;

  @ApiPropertyOptional({ description: 'Channel type number; empty or 0 = any' })
  @IsOptional()
  @Matches(/^\d{0,9}$/)
  typeKey?: string;

  @ApiPropertyOptional({ description: 'Comma list; each must be part of the model list' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  model?: string;

  @ApiPropertyOptional({ description: 'Page, from 0' })
  @Allow()
  p?: string;

  @ApiPropertyOptional({ description: 'Rows per page, 100 when absent' })
  @Allow()
  page_size?: string;

  @Allow()
  pageSize?: string;

  @Allow()
  size?: string;
}
