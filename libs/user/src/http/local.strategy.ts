import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { LoginService } from '../application/login.service';
import type { UserEntity } from '../persistence/user.entity';

@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  constructor(private readonly logins: LoginService) {
    super();
  }

  validate(username: string, password: string): Promise<UserEntity> {
    return this.logins.checkPassword(username, password);
  }
}
