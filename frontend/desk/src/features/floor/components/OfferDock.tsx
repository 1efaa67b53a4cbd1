/** Everything offered to me now, and the notice when I was set aside. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../api/session";
import { useAgent, useMyOffers } from "../../../live/hooks";
import type { AgentEntity } from "../../../live/protocol";
import { useRinging } from "../hooks/useRinging";
import { OfferCard } from "./OfferCard";
import { Recovering } from "./Recovering";
import { SetAside } from "./SetAside";
import { ShortBreak } from "./ShortBreak";
import classes from "./OfferCard.module.css";

export function OfferDock({ floating = false }: { floating?: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const offers = useMyOffers(me.id);
  const agent = useAgent(me.id);
  useRinging(offers.length === 0 ? null : t("floor.offer.title_flash"));
  // Elsewhere than at the workplace the state in the top bar says it, and the card would be in the way.
  const mine = floating ? undefined : agent;
  if (offers.length === 0 && (mine === undefined || !hasNotices(mine))) return null;
  return (
    <div
      className={clsx(classes.dock, floating && classes.floating)}
      role="region"
      aria-label={t("floor.offer.region")}
    >
      {mine !== undefined && <Notices agent={mine} />}
      {offers.map((offer, index) => (
        <OfferCard key={offer.id} offer={offer} first={index === 0} />
      ))}
    </div>
  );
}

/** Who is on queue can ask for a short break; who asked sees what became of it. */
function hasNotices({ state, recover_until_at, wish }: AgentEntity): boolean {
  const there = state === "on_queue" || state === "set_aside";
  return there || recover_until_at !== null || wish !== null;
}

function Notices({ agent }: { agent: AgentEntity }) {
  return (
    <>
      {agent.state === "set_aside" && <SetAside misses={agent.misses} />}
      {agent.recover_until_at !== null && <Recovering until={agent.recover_until_at} />}
      {(agent.state === "on_queue" || agent.wish !== null) && <ShortBreak wish={agent.wish} />}
    </>
  );
}
