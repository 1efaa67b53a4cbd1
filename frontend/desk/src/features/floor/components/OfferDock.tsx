/** Everything offered to me now, and the notice when I was set aside. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent, useMyOffers } from "../../../live/hooks";
import { useRinging } from "../hooks/useRinging";
import { OfferCard } from "./OfferCard";
import { Recovering } from "./Recovering";
import { SetAside } from "./SetAside";
import classes from "./OfferCard.module.css";

export function OfferDock({ floating = false }: { floating?: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const offers = useMyOffers(me.id);
  const agent = useAgent(me.id);
  useRinging(offers.length === 0 ? null : t("floor.offer.title_flash"));
  // Elsewhere than at the workplace the state in the top bar says it, and the card would be in the way.
  const aside = agent?.state === "set_aside" && !floating;
  const recovers = floating ? null : (agent?.recover_until_at ?? null);
  if (offers.length === 0 && !aside && recovers === null) return null;
  return (
    <div
      className={clsx(classes.dock, floating && classes.floating)}
      role="region"
      aria-label={t("floor.offer.region")}
    >
      {aside && <SetAside misses={agent.misses} />}
      {recovers !== null && <Recovering until={recovers} />}
      {offers.map((offer, index) => (
        <OfferCard key={offer.id} offer={offer} first={index === 0} />
      ))}
    </div>
  );
}
