import request from 'supertest';
import { InvitationCodes } from '../src/application/invitation-codes';
import { UserEntity } from '../src/persistence/user.entity';
import { sha256Hex } from '../src/domain/sha256-hex';
import { Role } from '@app/kernel';
import { startUserTestApp, type UserTestApp } from './support/user-test-app';

describe('invitation codes and groups', () => {
  let test: UserTestApp;
  let names = 0;
  const addUser = (more: Partial<UserEntity> = {}) => {
    const username = `person${names++}`;
    return test.addUser({ username, accessTokenHash: sha256Hex(username), ...more });
  };
  const get = (user: UserEntity, path: string) =>
    request(test.app.getHttpServer()).get(path).set('Authorization', user.username);

  beforeAll(async () => {
    test = await startUserTestApp();
  });

  afterAll(() => test.close());

  it('makes the code when it is first asked for and keeps it, also when several ask at once', async () => {
    const user = await addUser();
    const answers = await Promise.all(Array.from({ length: 5 }, () => get(user, '/api/user/aff').expect(200)));
    const codes = new Set(answers.map((answer) => answer.body.data as string));
    expect(codes.size).toBe(1);
    expect([...codes][0]).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    const self = await get(user, '/api/user/self').expect(200);
    expect(self.body.data).toMatchObject({ aff_code: [...codes][0], aff_count: 0, aff_quota: 0, aff_history_quota: 0 });
  });

  it('D75: draws again while another user has the code, whenever that shows', async () => {
    const taken = await test.get(InvitationCodes).read((await addUser()).id);
    const user = await addUser();
    const draws = [taken, taken, 'FRESH2'];
    expect(await test.get(InvitationCodes).read(user.id, () => draws.shift()!)).toBe('FRESH2');

    const rival = await addUser();
    const late = await addUser();
    const users = test.dataSource.getRepository(UserEntity);
    const codes = test.get(InvitationCodes);
    // Somebody takes the code between the look and the write.
    const isTaken = jest.spyOn(codes['users'], 'isInvitationCodeTaken').mockImplementationOnce(async (affCode) => {
      await users.update({ id: rival.id }, { affCode });
      return false;
    });
    const more = ['RACE22', 'RACE33'];
    expect(await codes.read(late.id, () => more.shift()!)).toBe('RACE33');
    isTaken.mockRestore();
  });

  it('gives up with an error when every code is taken', async () => {
    const taken = await test.get(InvitationCodes).read((await addUser()).id);
    await expect(test.get(InvitationCodes).read((await addUser()).id, () => taken)).rejects.toThrow(
      'no invitation code',
    );
  });

  it('offers the groups that the rule for tokens allows, with label and factor', async () => {
    test.options.put('GroupRatio', '{"default":1,"vip":0.8,"secret":0.5}');
    test.options.put('GroupUserRatio', '{"default":"Standard","vip":"VIP"}');
    const groupsOf = async (user: UserEntity) => (await get(user, '/api/user/groups').expect(200)).body.data as unknown;
    const user = await addUser({ group: 'secret' });
    const admin = await addUser({ role: Role.Admin });
    test.options.put('UserGroupEnabled', 'false');
    expect(await groupsOf(user)).toEqual([{ name: 'secret', label: 'secret', ratio: 0.5 }]);
    test.options.put('UserGroupEnabled', 'true');
    expect(await groupsOf(user)).toEqual([
      { name: 'secret', label: 'secret', ratio: 0.5 },
      { name: 'default', label: 'Standard', ratio: 1 },
      { name: 'vip', label: 'VIP', ratio: 0.8 },
    ]);
    expect(await groupsOf(admin)).toEqual([
      { name: 'default', label: 'Standard', ratio: 1 },
      { name: 'vip', label: 'VIP', ratio: 0.8 },
      { name: 'secret', label: 'secret', ratio: 0.5 },
    ]);
    test.options.put('TopupGroupRatio', '{"vip":0.9,"default":0}');
    expect((await get(admin, '/api/group/').expect(200)).body.data).toEqual(['default', 'vip', 'secret']);
    expect((await get(admin, '/api/group/details').expect(200)).body.data).toEqual([
      { name: 'default', label: 'Standard', ratio: 1, topup_ratio: 1, is_user_group: true },
      { name: 'vip', label: 'VIP', ratio: 0.8, topup_ratio: 0.9, is_user_group: true },
      { name: 'secret', label: 'secret', ratio: 0.5, topup_ratio: 1, is_user_group: false },
    ]);
    await get(user, '/api/group/').expect(403);
    await get(user, '/api/group/details').expect(403);
  });
});
