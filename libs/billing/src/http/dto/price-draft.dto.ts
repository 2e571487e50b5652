import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsString, Max, MaxLength, Min } from 'class-validator';
import type { ListEdits } from '../../prices/edit-list';
import { LATEST_TIME } from './latest-time';
import { Omittable } from './omittable';

const LARGEST_ID = 2_147_483_647;

export class CreateDraftDto {
  @ApiPropertyOptional({ description: 'What it is for; becomes the note of the version' })
  @Omittable()
  @IsString()
  @MaxLength(255)
  note?: string;

  @ApiPropertyOptional({ description: 'Version whose prices it begins with; absent = the one in force' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  from_version?: number;

  @ApiPropertyOptional({
    description: 'Unix seconds in the future: a change of what will be in force then; absent = of what is in force now',
  })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(LATEST_TIME)
  at?: number;
}

export class SeenDraftDto {
  @ApiProperty({ description: 'The revision that the caller has seen; 409 when there is a newer one' })
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  revision: number;
}

export class RebaseDraftDto extends SeenDraftDto {
  @ApiPropertyOptional({ description: 'Unix seconds in the future: on what will be in force then; absent = now' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(LATEST_TIME)
  at?: number;
}

export class ListEditsDto implements ListEdits {
  @ApiPropertyOptional({ type: Object, description: 'By model: its whole entry, or null to remove it' })
  @Omittable()
  @IsObject()
  models?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: Object,
    description: 'By group: factor, overrides by model (null removes one), or null to remove the group',
  })
  @Omittable()
  @IsObject()
  groups?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: Object,
    description: "By channel id: costs by upstream model (null removes one), or null to remove all of the channel's",
  })
  @Omittable()
  @IsObject()
  channelCosts?: Record<string, unknown>;
}

export class EditDraftDto extends SeenDraftDto {
  @ApiPropertyOptional()
  @Omittable()
  @IsString()
  @MaxLength(255)
  note?: string;

  @ApiPropertyOptional({ type: ListEditsDto, description: 'What is not named stays as it is' })
  @Omittable()
  @IsObject()
  edits?: ListEditsDto;
}

export class TakeOfferedDto extends SeenDraftDto {
  @ApiPropertyOptional({ type: [String], description: 'Entries of the offer by their paths, whosever they replace' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(5_000)
  @IsString({ each: true })
  paths?: string[];

  @ApiPropertyOptional({
    enum: ['listed', 'all'],
    description: "Models that are listed already, or new ones as well; never those of the operator's own",
  })
  @Omittable()
  @IsIn(['listed', 'all'])
  every?: 'listed' | 'all';
}

export class PublishDraftDto extends SeenDraftDto {
  @ApiPropertyOptional({ description: 'Unix seconds in the future from which it counts; absent = at once' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(LATEST_TIME)
  valid_from?: number;

  @ApiPropertyOptional({ description: 'Note of the version; absent = that of the draft' })
  @Omittable()
  @IsString()
  @MaxLength(255)
  note?: string;
}

export class RollBackDto {
  @ApiPropertyOptional({ description: 'The version in force as the caller knows it; 409 when it is another' })
  @Omittable()
  @IsInt()
  @Min(1)
  @Max(LARGEST_ID)
  in_force?: number;

  @ApiPropertyOptional()
  @Omittable()
  @IsString()
  @MaxLength(255)
  note?: string;
}
