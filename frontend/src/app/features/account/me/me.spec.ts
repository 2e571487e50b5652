import { alice, button, refusal, reply, settle, visit } from '../../../../testing/console-testing';
import { Me } from './me';

const open = () => visit([{ path: 'me', component: Me }], '/me');

describe('Me', () => {
  it('waits visibly until the answer is there', async () => {
    const page = await open();
    expect(page.element.querySelector('[aria-busy=true]')).not.toBeNull();
    page.server.expectOne('/api/user/self');
  });

  it('shows who one is and what one has', async () => {
    const page = await open();
    page.server.expectOne('/api/user/self').flush(reply(alice));
    await settle(page);
    for (const part of ['alice', 'Alice', 'Administrator', 'vip', '$2.50', '1,250,000', '42,000', '$0.084', '1,234']) {
      expect(page.text()).toContain(part);
    }
    expect(page.element.querySelector('[aria-busy=true]')).toBeNull();
  });

  it('says so where the account has nothing', async () => {
    const page = await open();
    page.server.expectOne('/api/user/self').flush(reply({ ...alice, display_name: '', email: '' }));
    await settle(page);
    expect(page.text().match(/Not set/g)).toHaveLength(2);
    expect(page.element.querySelector('strong')?.textContent).toBe('alice');
  });

  it('names a role it does not know by its number', async () => {
    const page = await open();
    page.server.expectOne('/api/user/self').flush(reply({ ...alice, role: 42 }));
    await settle(page);
    expect(page.text()).toContain('Role 42');
  });

  it('shows a failure and tries again on demand', async () => {
    const page = await open();
    page.server
      .expectOne('/api/user/self')
      .flush(refusal('database away', 'platform.internal'), { status: 500, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('database away');
    button(page.element, 'Try again').click();
    await settle(page);
    page.server.expectOne('/api/user/self').flush(reply(alice));
    await settle(page);
    expect(page.text()).toContain('$2.50');
    expect(page.text()).not.toContain('database away');
  });

  it('tells a refusal from a failure', async () => {
    const page = await open();
    page.server
      .expectOne('/api/user/self')
      .flush(refusal('no', 'platform.role_required'), { status: 403, statusText: 'x' });
    await settle(page);
    expect(page.text()).toContain('No access');
    expect(page.text()).not.toContain('Try again');
  });
});
