import { ApiProperty } from '@nestjs/swagger';

export class RevealedChannelKeyDto {
  @ApiProperty({ description: 'The key in clear' }) key: string;
}

export class CopiedChannelDto {
  @ApiProperty({ description: 'Id of the copy' }) id: number;
}
