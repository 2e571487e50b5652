import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';

export class LoginDto {
  @ApiProperty({ description: 'User name or email' })
  @IsString()
  username: string;

  @ApiProperty()
  @IsString()
  password: string;
}
