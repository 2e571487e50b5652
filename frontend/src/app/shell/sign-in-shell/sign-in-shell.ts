import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { LanguageSwitch } from '../../ui/language-switch/language-switch';

/** Frame of the pages before the console proper: one card in the middle. */
@Component({
  selector: 'app-sign-in-shell',
  imports: [TranslocoDirective, LanguageSwitch],
  templateUrl: './sign-in-shell.html',
  styleUrl: './sign-in-shell.less',
})
export class SignInShell {}
