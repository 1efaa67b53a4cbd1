/** What a new password has to be, as far as the browser can say before the server does. */
import type { Translate } from "../../i18n/i18n";

export const PASSWORD_MIN = 10;

export function passwordFault(value: string, t: Translate): string | null {
  return value.length < PASSWORD_MIN ? t("identity.password_min", { count: PASSWORD_MIN }) : null;
}
