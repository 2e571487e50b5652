import { FormControl, FormGroup, Validators } from '@angular/forms';
import { ApiError } from '../../core/api-error';
import { createFormSubmission } from './form-submission';

const formWith = (name: string) => new FormGroup({ name: new FormControl(name, Validators.required) });

describe('createFormSubmission', () => {
  it('marks the fields of an invalid form and does no work', async () => {
    const form = formWith('');
    const work = jest.fn(() => Promise.resolve());
    await createFormSubmission(form).submit(work);
    expect(work).not.toHaveBeenCalled();
    expect(form.controls.name.dirty).toBe(true);
  });

  it('works once at a time, however often one presses the button', async () => {
    const submission = createFormSubmission(formWith('alice'));
    let end = () => {};
    const work = jest.fn(() => new Promise<void>((done) => (end = done)));
    const first = submission.submit(work);
    await submission.submit(work);
    expect([work.mock.calls.length, submission.isBusy()]).toEqual([1, true]);
    end();
    await first;
    expect(submission.isBusy()).toBe(false);
  });

  it('keeps the reason of a refusal until the next try', async () => {
    const submission = createFormSubmission(formWith('alice'));
    await submission.submit(() => Promise.reject(new ApiError(401, undefined, 'Wrong password')));
    expect([submission.failure(), submission.isBusy()]).toEqual(['Wrong password', false]);
    await submission.submit(() => Promise.resolve());
    expect(submission.failure()).toBeUndefined();
  });

  it('lets errors through that are not an answer of the server', async () => {
    const submission = createFormSubmission(formWith('alice'));
    await expect(submission.submit(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
    expect([submission.failure(), submission.isBusy()]).toEqual([undefined, false]);
  });
});
