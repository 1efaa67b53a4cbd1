/** Whether the browser may show notifications of its own. */

export type Permission = "granted" | "denied" | "default" | "missing";

export function notificationPermission(): Permission {
  return typeof Notification === "undefined" ? "missing" : Notification.permission;
}

export async function requestNotifications(): Promise<Permission> {
  return typeof Notification === "undefined" ? "missing" : Notification.requestPermission();
}
