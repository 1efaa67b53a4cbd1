// What staff does over the API, where a journey is about something else than that screen.

import type { Server } from "./server";

export const PASSWORD = "onqueue-demo";
export const AGENT = "agent@demo.onqueue.test";
export const SUPERVISOR = "supervisor@demo.onqueue.test";
export const ADMINISTRATOR = "admin@demo.onqueue.test";

interface Listed {
  id: string;
  name: string;
  version: number;
}

/** Somebody who is signed in, without a browser. */
export class Staff {
  private readonly server: Server;
  private cookie = "";
  private csrf = "";
  id = "";
  isAgent = false;

  private constructor(server: Server) {
    this.server = server;
  }

  static async signIn(server: Server, email: string, password = PASSWORD): Promise<Staff> {
    const staff = new Staff(server);
    const answer = await fetch(`${server.address}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${email}: ${answer.status}`);
    staff.cookie = (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    const state = (await answer.json()) as { csrf: string; me: { id: string; agent: boolean } };
    staff.csrf = state.csrf;
    staff.id = state.me.id;
    staff.isAgent = state.me.agent;
    return staff;
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.server.address}/api${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        cookie: this.cookie,
        "x-csrf": this.csrf,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async list<T extends Listed>(path: string): Promise<T[]> {
    return (await this.call<{ items: T[] }>("GET", `${path}?size=200`)).items;
  }

  /** Open every queue at all hours, and let offers last as long as a journey needs. */
  async openQueues(offerTtl = 300): Promise<void> {
    for (const queue of await this.list("/queues")) {
      await this.call("PATCH", `/queues/${queue.id}`, {
        version: queue.version,
        hours_id: null,
        offer_ttl_s: offerTtl,
      });
    }
  }
}
