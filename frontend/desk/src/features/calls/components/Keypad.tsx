/** The keys of a telephone, for menus at the other end. */
import { IconDialpad } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { phone } from "../../../phone/phone";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export default function Keypad() {
  const { t } = useTranslation();
  const [pressed, setPressed] = useState("");
  const press = (key: string): void => {
    phone.line?.press(key);
    setPressed(pressed + key);
  };
  return (
    <details>
      <summary>
        <IconDialpad size={14} aria-hidden /> {t("calls.keypad.open")}
      </summary>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={t("calls.keypad.key", { key })}
          onClick={() => press(key)}
        >
          {key}
        </button>
      ))}
      <output aria-label={t("calls.keypad.pressed")}>{pressed}</output>
    </details>
  );
}
