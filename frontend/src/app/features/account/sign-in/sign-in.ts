import { Component, inject, input } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { Router } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzAlertModule } from 'ng-zorro-antd/alert';
import { NzButtonModule } from 'ng-zorro-antd/button';
import { NzFormModule } from 'ng-zorro-antd/form';
import { NzIconModule } from 'ng-zorro-antd/icon';
import { NzInputModule } from 'ng-zorro-antd/input';
import { Session } from '../../../core/session';
import { SignInShell } from '../../../shell/sign-in-shell/sign-in-shell';
import { createFormSubmission } from '../form-submission';

@Component({
  selector: 'app-sign-in',
  imports: [
    ReactiveFormsModule,
    TranslocoDirective,
    NzAlertModule,
    NzButtonModule,
    NzFormModule,
    NzIconModule,
    NzInputModule,
    SignInShell,
  ],
  templateUrl: './sign-in.html',
  styleUrl: '../account-form.less',
})
export class SignIn {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);

  /** Where the user wanted to go; from the URL. */
  readonly returnUrl = input<string>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    username: ['', Validators.required],
    password: ['', Validators.required],
  });
  protected readonly submission = createFormSubmission(this.form);

  protected submit(): Promise<void> {
    return this.submission.submit(async () => {
      await this.session.signIn(this.form.getRawValue());
      await this.goOn();
    });
  }

  private async goOn(): Promise<void> {
    if (!this.session.isSignedIn()) {
      // The server took the password but the next call was anonymous: the browser keeps no cookie.
      if (this.session.unreachable() === undefined) this.submission.fail(this.transloco.translate('errors.status.401'));
      return;
    }
    const target = this.session.mustChangePassword() ? '/change-password' : (this.returnUrl() ?? '/me');
    await this.router.navigateByUrl(target);
  }
}
