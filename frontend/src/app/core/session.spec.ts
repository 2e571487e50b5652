import { TestBed } from '@angular/core/testing';
import { alice, refusal, reply, startConsole } from '../../testing/console-testing';
import { Session } from './session';

async function loadWith(
  answer: (request: { flush: (body: object, status?: object) => void; error: (event: ProgressEvent) => void }) => void,
) {
  const server = await startConsole([]);
  const session = TestBed.inject(Session);
  const loading = session.load();
  answer(server.expectOne('/api/user/self'));
  await loading;
  server.verify();
  return session;
}

describe('Session', () => {
  it('knows the user the server names', async () => {
    const session = await loadWith((request) => request.flush(reply(alice)));
    expect(session.user()?.username).toBe('alice');
    expect(session.isSignedIn()).toBe(true);
    expect(session.mustChangePassword()).toBe(false);
  });

  it('is signed out when the server says 401', async () => {
    const session = await loadWith((request) =>
      request.flush(refusal('no', 'user.not_signed_in'), { status: 401, statusText: 'Unauthorized' }),
    );
    expect(session.isSignedIn()).toBe(false);
    expect(session.unreachable()).toBeUndefined();
  });

  it('wants a new password when the account says so', async () => {
    const session = await loadWith((request) => request.flush(reply({ ...alice, must_change_password: true })));
    expect(session.mustChangePassword()).toBe(true);
  });

  it('wants a new password when even the account is refused for it', async () => {
    const session = await loadWith((request) =>
      request.flush(refusal('no', 'user.password_change_required'), { status: 403, statusText: 'Forbidden' }),
    );
    expect(session.isSignedIn()).toBe(true);
    expect(session.mustChangePassword()).toBe(true);
  });

  it('tells an unreachable server from a signed-out user', async () => {
    const session = await loadWith((request) => request.error(new ProgressEvent('error')));
    expect(session.unreachable()).toContain('cannot be reached');
    expect(session.isSignedIn()).toBe(false);
  });

  it('forgets the user after signing out', async () => {
    const server = await startConsole([]);
    const session = TestBed.inject(Session);
    const loading = session.load();
    server.expectOne('/api/user/self').flush(reply(alice));
    await loading;
    const leaving = session.signOut();
    server.expectOne({ method: 'POST', url: '/api/user/logout' }).flush(reply(null));
    await leaving;
    expect(session.isSignedIn()).toBe(false);
  });
});
