import type { EnvironmentProviders } from '@angular/core';
import {
  ArrowRightOutline,
  DisconnectOutline,
  FileTextOutline,
  InboxOutline,
  KeyOutline,
  LockOutline,
  LogoutOutline,
  ReloadOutline,
  RightOutline,
  UserOutline,
} from '@ant-design/icons-angular/icons';
import { provideNzIcons } from 'ng-zorro-antd/icon';

/** Icons that pages name; those inside the widgets of the kit come with it. */
export function provideConsoleIcons(): EnvironmentProviders {
  return provideNzIcons([
    ArrowRightOutline,
    DisconnectOutline,
    FileTextOutline,
    InboxOutline,
    KeyOutline,
    LockOutline,
    LogoutOutline,
    ReloadOutline,
    RightOutline,
    UserOutline,
  ]);
}
