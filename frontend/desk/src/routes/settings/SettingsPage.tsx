/** What belongs to me: sounds, notifications, keys, password, where I am signed in. */
import { useTranslation } from "react-i18next";
import { DeskPhoneCard } from "../../features/calls/components/DeskPhoneCard";
import { BrowsersCard } from "../../features/identity/components/BrowsersCard";
import { PasswordCard } from "../../features/identity/components/PasswordCard";
import { useRight } from "../../api/session";
import { PageFrame } from "../../ui/Page";
import { KeysCard } from "./KeysCard";
import { NotificationsCard } from "./NotificationsCard";
import { ProfileCard } from "./ProfileCard";

export function SettingsPage() {
  const { t } = useTranslation();
  const takes = useRight("contact.handle");
  return (
    <PageFrame title={t("identity.settings")} narrow>
      <ProfileCard />
      <NotificationsCard />
      {takes && <DeskPhoneCard />}
      <KeysCard />
      <PasswordCard />
      <BrowsersCard />
    </PageFrame>
  );
}
