import { Component, inject } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { Router } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzAlertModule } from 'ng-zorro-antd/alert';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzFormModule } from 'ng-zorro-antd/form';
import { NzInputModule } from 'ng-zorro-antd/input';
import { NzMessageService } from 'ng-zorro-antd/message';
import { Session } from '../../../core/session';
import { SignInShell } from '../../../shell/sign-in-shell/sign-in-shell';
import { createFormSubmission } from '../form-submission';
import { passwordHasSoundLength, passwordsAreSound } from './password-rules';

@Component({
  selector: 'app-change-password',
  imports: [
    ReactiveFormsModule,
    TranslocoDirective,
    NzAlertModule,
    NzButtonModule,
    NzFormModule,
    NzInputModule,
    SignInShell,
  ],
  templateUrl: './change-password.html',
  styleUrl: '../account-form.less',
})
export class ChangePassword {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly messages = inject(NzMessageService);

  protected readonly form = inject(NonNullableFormBuilder).group(
    {
      original: ['', Validators.required],
      fresh: ['', passwordHasSoundLength],
      repeat: ['', Validators.required],
    },
    { validators: passwordsAreSound },
  );
  protected readonly isForced = this.session.mustChangePassword;
  protected readonly submission = createFormSubmission(this.form);

  protected submit(): Promise<void> {
    return this.submission.submit(async () => {
      const { original, fresh } = this.form.getRawValue();
      await this.session.changePassword({ original_password: original, password: fresh });
      this.messages.success(this.transloco.translate('changePassword.done'));
      await this.router.navigateByUrl('/me');
    });
  }

  /** A voluntary change goes back to the console; a forced one leaves only the way out. */
  protected async leave(): Promise<void> {
    if (!this.isForced()) {
      await this.router.navigateByUrl('/me');
      return;
    }
    try {
      await this.session.signOut();
    } catch {
      // Still signed in on the server: stay, the interceptor has said why.
      return;
    }
    await this.router.navigate(['/sign-in']);
  }
}
