import { Role, type Principal } from '@app/kernel';
import { ApiReply, CurrentUser, reply, RequireRole, type Envelope } from '@app/platform';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { GroupCatalogue } from '../application/group-catalogue';
import { GroupView, StaffGroupView, toGroupView, toStaffGroupView } from './dto/group-view.dto';

@ApiTags('groups')
@Controller('api')
export class GroupController {
  constructor(private readonly groups: GroupCatalogue) {}

  @Get('group')
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'Names of all groups' })
  @ApiReply([String])
  names(): Envelope<string[]> {
    return reply(this.groups.names());
  }

  @Get('group/details')
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'All groups with their labels and price factors' })
  @ApiReply([StaffGroupView])
  details(): Envelope<StaffGroupView[]> {
    return reply(this.groups.all().map(toStaffGroupView));
  }

  @Get('user/groups')
  @RequireRole(Role.Common)
  @ApiOperation({ summary: 'Groups that the caller may put on a token, his own first' })
  @ApiReply([GroupView])
  own(@CurrentUser() user: Principal): Envelope<GroupView[]> {
    return reply(this.groups.openTo(user).map(toGroupView));
  }
}
