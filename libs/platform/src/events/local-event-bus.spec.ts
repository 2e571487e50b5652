import { Logger } from '@nestjs/common';
import { LocalEventBus } from './local-event-bus';

describe('LocalEventBus', () => {
  it('delivers to every subscriber at once until he leaves', () => {
    const bus = new LocalEventBus();
    const seen: string[] = [];
    const leave = bus.subscribe('option.changed', ({ key }) => void seen.push(`a:${key}`));
    bus.subscribe('option.changed', ({ key }) => void seen.push(`b:${key}`));
    bus.subscribe('user.changed', () => void seen.push('other'));
    bus.publish('option.changed', { key: 'x' });
    leave();
    bus.publish('option.changed', { key: 'y' });
    expect(seen).toEqual(['a:x', 'b:x', 'b:y']);
  });

  it('logs a handler that fails, and the others still hear the event', async () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const bus = new LocalEventBus();
    let heard = 0;
    bus.subscribe('user.changed', () => {
      throw new Error('sync');
    });
    bus.subscribe('user.changed', () => Promise.reject(new Error('async')));
    bus.subscribe('user.changed', () => void heard++);
    bus.publish('user.changed', { userId: 1 });
    await new Promise(setImmediate);
    expect(heard).toBe(1);
    expect(error).toHaveBeenCalledTimes(2);
    error.mockRestore();
  });
});
