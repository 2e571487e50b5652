import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class PutOptionDto {
  @ApiProperty()
  @IsString()
  @MaxLength(64)
  key: string;

  @ApiProperty({ description: 'Text form of the value, also for numbers, booleans and tables' })
  @IsString()
  value: string;
}
