/** What was written on a contact's closing panel and not yet sent, kept in this tab. */

export interface Closing extends Record<string, unknown> {
  code: string;
  action: string;
  owner: string;
  due: string;
  /** It took its toll. */
  hard: boolean;
}

const PREFIX = "onqueue.closing.";

export function loadClosing(contact: string, owner: string): Closing {
  const usual = { code: "", action: "", owner, due: "", hard: false };
  try {
    const text = sessionStorage.getItem(PREFIX + contact);
    return text === null ? usual : { ...usual, ...(JSON.parse(text) as Partial<Closing>) };
  } catch {
    return usual;
  }
}

export function saveClosing(contact: string, values: Closing): void {
  try {
    sessionStorage.setItem(PREFIX + contact, JSON.stringify(values));
  } catch {
    // A full storage must not stop anybody from writing.
  }
}

export function forgetClosing(contact: string): void {
  sessionStorage.removeItem(PREFIX + contact);
}
