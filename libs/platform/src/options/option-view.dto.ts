import { ApiProperty } from '@nestjs/swagger';

/** A setting as root sees it; secrets are not listed. */
export class OptionViewDto {
  @ApiProperty() key: string;
  @ApiProperty() value: string;
}
