import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsInt, Max, Min } from 'class-validator';

export class ChannelIdsDto {
  /** Judged by the controller, whose message clients know. */
  @ApiProperty({ type: [Number], maxItems: 1000 })
  @Allow()
  ids: unknown;
}

export class CopyChannelDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  id: number;
}
