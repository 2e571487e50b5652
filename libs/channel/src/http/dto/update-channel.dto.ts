import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { SaveChannelDto } from './save-channel.dto';

export class UpdateChannelDto extends SaveChannelDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  id: number;
}
