import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Min } from 'class-validator';
import { TokenFieldsDto } from './token-fields.dto';

export class UpdateTokenDto extends TokenFieldsDto {
  @ApiProperty()
  @IsInt()
  @Min(1)
  id: number;

  @ApiPropertyOptional({ description: '1 or 2; read with status_only only', enum: [1, 2] })
  @IsOptional()
  @IsInt()
  status?: number;
}
