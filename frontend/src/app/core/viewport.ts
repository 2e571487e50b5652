import { BreakpointObserver } from '@angular/cdk/layout';
import { Injectable, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';

/** Width classes for what style sheets cannot decide: which component a page shows. */
@Injectable({ providedIn: 'root' })
export class Viewport {
  /** Keep in step with the phone rules of the style sheets. */
  readonly isPhone = toSignal(
    inject(BreakpointObserver)
      .observe('(max-width: 767.98px)')
      .pipe(map((state) => state.matches)),
    { initialValue: false },
  );
}
