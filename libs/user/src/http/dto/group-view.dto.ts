import { ApiProperty } from '@nestjs/swagger';
import type { GroupDescription, StaffGroupDescription } from '../../application/group-catalogue';

export class GroupView {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'What users see' }) label: string;
  @ApiProperty({ description: 'Price factor' }) ratio: number;
}

export class StaffGroupView extends GroupView {
  @ApiProperty({ description: 'Price factor of top-ups' }) topup_ratio: number;
  @ApiProperty({ description: 'Users may put it on tokens while UserGroupEnabled is on' }) is_user_group: boolean;
}

export function toGroupView({ name, label, ratio }: GroupDescription): GroupView {
  return { name, label, ratio };
}

export function toStaffGroupView(group: StaffGroupDescription): StaffGroupView {
  return { ...toGroupView(group), topup_ratio: group.topUpRatio, is_user_group: group.isOpenToUsers };
}
