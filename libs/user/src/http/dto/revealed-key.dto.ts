import { ApiProperty } from '@nestjs/swagger';

export class RevealedTokenKeyDto {
  @ApiProperty({ description: 'The whole key' }) key: string;
}
