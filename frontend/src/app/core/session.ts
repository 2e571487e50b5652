import { HttpClient } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { apiPaths } from '../api/paths';
import type { Credentials, Envelope, PasswordChange, SelfView } from '../api/types';
import { ApiError } from './api-error';
import { errorsHandledBy } from './error-handling';

/** Error code of every call made with the initial password, with or without the module's name before it. */
export const PASSWORD_CHANGE_REQUIRED = /(^|\.)password_change_required$/;

type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signed-out' }
  | { kind: 'signed-in'; user: SelfView }
  /** Signed in, but the server refuses everything, the own account included, until the password is changed. */
  | { kind: 'password-expired' }
  | { kind: 'unreachable'; message: string };

/** Who is signed in, as the server says; the browser keeps nothing but the cookie. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(HttpClient);
  private readonly state = signal<SessionState>({ kind: 'unknown' });

  readonly user = computed(() => {
    const state = this.state();
    return state.kind === 'signed-in' ? state.user : undefined;
  });
  readonly isSignedIn = computed(() => this.user() !== undefined || this.state().kind === 'password-expired');
  readonly mustChangePassword = computed(
    () => this.state().kind === 'password-expired' || this.user()?.must_change_password === true,
  );
  readonly unreachable = computed(() => {
    const state = this.state();
    return state.kind === 'unreachable' ? state.message : undefined;
  });

  /** Asks the server who is signed in. Never rejects: every answer, none included, is a state. */
  async load(): Promise<void> {
    try {
      const reply = await this.fetchSelf();
      this.state.set({ kind: 'signed-in', user: reply.data });
    } catch (error) {
      this.state.set(stateAfter(error));
    }
  }

  /** Rejects with the server's reason when name or password are wrong. */
  async signIn(credentials: Credentials): Promise<void> {
    const context = errorsHandledBy('caller');
    await firstValueFrom(this.http.post<Envelope<unknown>>(apiPaths.login, credentials, { context }));
    await this.load();
  }

  /** Rejects with the server's reason, a wrong current password for one. */
  async changePassword(change: PasswordChange): Promise<void> {
    const context = errorsHandledBy('caller');
    await firstValueFrom(this.http.put<Envelope<unknown>>(apiPaths.self, change, { context }));
    await this.load();
  }

  async signOut(): Promise<void> {
    await firstValueFrom(this.http.post<Envelope<unknown>>(apiPaths.logout, {}));
    this.forget();
  }

  forget(): void {
    this.state.set({ kind: 'signed-out' });
  }

  requirePasswordChange(): void {
    this.state.set({ kind: 'password-expired' });
  }

  private fetchSelf(): Promise<Envelope<SelfView>> {
    return firstValueFrom(this.http.get<Envelope<SelfView>>(apiPaths.self, { context: errorsHandledBy('caller') }));
  }
}

function stateAfter(error: unknown): SessionState {
  if (!(error instanceof ApiError)) throw error;
  if (error.code !== undefined && PASSWORD_CHANGE_REQUIRED.test(error.code)) return { kind: 'password-expired' };
  if (error.status === 401 || error.status === 403) return { kind: 'signed-out' };
  return { kind: 'unreachable', message: error.message };
}
