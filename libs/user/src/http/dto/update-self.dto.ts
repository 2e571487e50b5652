import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** Absent or empty = unchanged. */
export class UpdateSelfDto {
  @ApiPropertyOptional({ maxLength: 12 })
  @IsOptional()
  @IsString()
  @MaxLength(12)
  // Blanks and control characters make names that look alike.
  @Matches(/^[^\s\p{C}]*$/u)
  username?: string;

  @ApiPropertyOptional({ maxLength: 20 })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  display_name?: string;

  @ApiPropertyOptional({ description: '8 to 72 bytes' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  password?: string;

  @ApiPropertyOptional({ description: 'The current password; needed to change it' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  original_password?: string;
}
