/** What belongs to me: sounds, notifications, keys, password, where I am signed in. */
import { useTranslation } from "react-i18next";
import { BrowsersCard } from "../../features/identity/components/BrowsersCard";
import { PasswordCard } from "../../features/identity/components/PasswordCard";
import { PageFrame } from "../../ui/Page";
import { KeysCard } from "./KeysCard";
import { NotificationsCard } from "./NotificationsCard";
import { ProfileCard } from "./ProfileCard";

export function SettingsPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t("identity.settings")} narrow>
      <ProfileCard />
      <NotificationsCard />
      <KeysCard />
      <PasswordCard />
      <BrowsersCard />
    </PageFrame>
  );
}
