import { SessionEntity } from './session.entity';
import { TokenEntity } from './token.entity';
import { UserEntity } from './user.entity';

export const userEntities = [UserEntity, TokenEntity, SessionEntity];
