/** Call somebody: by number, by name, one whom I called before, or one whom I call often. */
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPhoneOutgoing, IconStar, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../../api/query";
import { useAct } from "../../../ui/act";
import { callingOut, callsMade, dialling, found, isNumber, speedDials } from "../dial";
import classes from "./Calls.module.css";

interface Choice {
  key: string;
  name: string;
  number: string;
  customer: string | null;
  /** The speed dial that it is, where it is one that I may drop. */
  mine: string | null;
}

export default function DialPanel() {
  const may = useQuery(callingOut).data;
  if (may === undefined || (!may.may && may.emergency.length === 0)) return null;
  return <Folded numbers={may.numbers} may={may.may} stopped={may.stopped} />;
}

/** Most agents call seldom: it takes a line until they do. */
function Folded(props: DialProps) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <section className={classes.dial} aria-label={t("calls.out.region")}>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-expanded={unfolded}
        leftSection={<IconPhoneOutgoing size={14} aria-hidden />}
        onClick={() => setUnfolded(!unfolded)}
      >
        {t(props.may ? "calls.out.region" : "calls.out.help")}
      </Button>
      {unfolded && <Dial {...props} />}
    </section>
  );
}

interface DialProps {
  numbers: { id: string; number: string; description: string }[];
  may: boolean;
  stopped: string;
}

function Dial({ numbers, may, stopped }: DialProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [shows, setShows] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { busy, error, act } = useAct();
  const caller = shows ?? numbers[0]?.id ?? null;
  const call = (number: string, customer: string | null): void =>
    act(
      () => dialling.call(number, caller, customer),
      () => {
        setTyped("");
        setOpen(false);
        void queryClient.invalidateQueries({ queryKey: callsMade.queryKey });
      },
    );
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNumber(typed)) call(typed.trim(), null);
        }}
      >
        <TextInput
          ref={field}
          size="xs"
          type="tel"
          label={t(may ? "calls.out.whom" : "calls.out.help_only")}
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onFocus={() => setOpen(true)}
          data-autofocus
        />
        {numbers.length > 1 && (
          <Select
            size="xs"
            label={t("calls.out.shows")}
            allowDeselect={false}
            data={numbers.map((one) => ({
              value: one.id,
              label: one.description ? `${one.number} · ${one.description}` : one.number,
            }))}
            value={caller}
            onChange={setShows}
          />
        )}
        <Button
          type="submit"
          size="compact-xs"
          loading={busy}
          disabled={!isNumber(typed)}
          leftSection={<IconPhoneOutgoing size={14} />}
        >
          {t("calls.out.call")}
        </Button>
      </form>
      {stopped !== "" && <p role="status">{t("calls.out.stopped", { reason: stopped })}</p>}
      {may && open && <Choices typed={typed.trim()} busy={busy} onCall={call} />}
    </>
  );
}

interface ChoicesProps {
  typed: string;
  busy: boolean;
  onCall: (number: string, customer: string | null) => void;
}

function Choices({ typed, busy, onCall }: ChoicesProps) {
  const { t } = useTranslation();
  const choices = useChoices(typed);
  const { error, act } = useAct();
  const again = (): void => void queryClient.invalidateQueries({ queryKey: speedDials.queryKey });
  if (choices.length === 0) return <p>{t("calls.out.nobody")}</p>;
  return (
    <>
      {error !== null && <p role="alert">{error}</p>}
      <ul aria-label={t("calls.out.choices")}>
        {choices.map((one) => (
          <li key={one.key}>
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={busy}
              onClick={() => onCall(one.number, one.customer)}
              aria-label={t("calls.out.call_whom", { name: one.name, number: one.number })}
            >
              {one.name === "" ? one.number : `${one.name} · ${one.number}`}
            </Button>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t(one.mine === null ? "calls.out.keep" : "calls.out.drop", {
                name: one.name || one.number,
              })}
              onClick={() =>
                act(
                  () =>
                    one.mine === null
                      ? dialling.keep(one.name || one.number, one.number)
                      : dialling.drop(one.mine),
                  again,
                )
              }
            >
              {one.mine === null ? <IconStar size={14} /> : <IconX size={14} />}
            </ActionIcon>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A name finds customers; without one there are the numbers called often, and those called last. */
function useChoices(typed: string): Choice[] {
  const named = typed.length > 1 && !isNumber(typed);
  const people = useQuery({ ...found(typed), enabled: named }).data?.items ?? [];
  const often = useQuery(speedDials).data ?? [];
  const made = useQuery(callsMade).data ?? [];
  if (named) {
    return people
      .filter((one) => one.phone !== "")
      .map((one) => ({
        key: one.id,
        name: one.name,
        number: one.phone,
        customer: one.id,
        mine: null,
      }));
  }
  const dials = often.map((one) => ({
    key: one.id,
    name: one.name,
    number: one.shown,
    customer: null,
    mine: one.for_all ? null : one.id,
  }));
  const known = new Set(often.map((one) => one.number));
  const last = made
    .filter((one) => {
      const isNew = !known.has(one.number);
      known.add(one.number);
      return isNew;
    })
    .map((one) => ({
      key: one.contact,
      name: one.customer_name,
      number: one.shown,
      customer: one.customer,
      mine: null,
    }));
  return [...dials, ...last].slice(0, 12);
}
