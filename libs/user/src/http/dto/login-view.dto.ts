import { ApiProperty } from '@nestjs/swagger';
import type { UserEntity } from '../../persistence/user.entity';

/** What a browser needs to know right after logging in. */
export class LoginViewDto {
  @ApiProperty() id: number;
  @ApiProperty() username: string;
  @ApiProperty() display_name: string;
  @ApiProperty({ enum: [1, 10, 100] }) role: number;
  @ApiProperty({ enum: [1, 2] }) status: number;
  @ApiProperty() group: string;
  @ApiProperty({ description: 'Only changing the password is allowed until it was changed' })
  must_change_password: boolean;
}

export function toLoginView(user: UserEntity): LoginViewDto {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName,
    role: user.role,
    status: user.status,
    group: user.group,
    must_change_password: user.mustChangePassword,
  };
}
