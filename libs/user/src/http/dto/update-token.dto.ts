import { usdToMoney } from '@app/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, IsString, Matches, Min } from 'class-validator';
import type { SeenAllowance } from '../../application/token.service';
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

  @ApiPropertyOptional({
    description:
      'The remain_quota the client saw. A remain_quota equal to it leaves the allowance alone; another one is set only ' +
      'while the token still shows this value, else 409 token.remain_changed and nothing is changed',
  })
  @IsOptional()
  @IsNumber()
  expected_remain_quota?: number;

  @ApiPropertyOptional({
    description:
      'As the token view has it. Clients that send the whole view back say with it what they had shown: a remain_quota ' +
      'that is still the one of then leaves the allowance alone, another one is set',
  })
  @IsOptional()
  @IsString()
  @Matches(/^-?\d{1,12}(?:\.\d{1,9})?$/)
  remain_usd?: string;
}

/** `null` counts as absent, as with the other fields. */
export function toSeenAllowance({ expected_remain_quota, remain_usd }: UpdateTokenDto): SeenAllowance {
  return { expectedQuota: expected_remain_quota ?? undefined, seen: usdToMoney(remain_usd ?? '') };
}
