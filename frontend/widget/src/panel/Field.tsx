import { textIn, type FormField } from "../config";
import { useEnv } from "./env";

interface Props {
  field: FormField;
  value: string;
  problem: string | undefined;
  onInput: (value: string) => void;
}

const AUTOCOMPLETE: Record<string, string> = { name: "name", email: "email", phone: "tel" };

/** One question of the form: label, control, and what is wrong with the answer. */
export function Field({ field, value, problem, onInput }: Props) {
  const { t, lang } = useEnv();
  const { key, kind, required, options } = field;
  const id = `f-${key}`;
  const shared = {
    id,
    name: key,
    value,
    required,
    "aria-invalid": problem !== undefined,
    "aria-describedby": problem === undefined ? undefined : `${id}-p`,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
      onInput(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>
        {textIn(field.label, lang)}
        {!required && <span class="hint"> ({t("form.optional")})</span>}
      </label>
      {kind === "choice" ? (
        <select {...shared}>
          <option value="">{t("form.choose")}</option>
          {(options ?? []).map((option) => {
            const { value, label } =
              typeof option === "string" ? { value: option, label: option } : option;
            return (
              <option key={value} value={value}>
                {textIn(label, lang)}
              </option>
            );
          })}
        </select>
      ) : (
        <input
          {...shared}
          type={kind === "phone" ? "tel" : kind}
          list={undefined}
          autocomplete={AUTOCOMPLETE[kind] ?? AUTOCOMPLETE[key] ?? "on"}
        />
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-p`}>
          {problem}
        </p>
      )}
    </div>
  );
}
