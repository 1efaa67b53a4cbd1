/** Short messages in the corner. What went wrong stays until it is read. */
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { problemText } from "./problems";

export function toastGood(message: string): void {
  notifications.show({ message, color: "leaf", autoClose: 4_000 });
}

export function toastInfo(message: string, title?: string): void {
  notifications.show({ message, title, color: "petrol", autoClose: 7_000 });
}

/** What needs a look now, where it covers nothing that is being written. */
export function toastWarning(message: string, title?: string): void {
  notifications.show({ message, title, color: "amber", autoClose: 7_000, position: "top-right" });
}

export function toastProblem(error: unknown): void {
  notifications.show({ message: problemText(error, i18next.t), color: "coral", autoClose: 12_000 });
}
