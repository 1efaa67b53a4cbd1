/** A browser with several tabs that share storage and locks, all talking to one fake server. */

import { Client } from "../client";
import type { Cancel, Signal, World } from "../world";
import { VirtualClock } from "./clock";
import { FakeServer } from "./server";

interface Claim {
  name: string;
  onGain: () => void;
  onLoss: () => void;
}

export class FakeBrowser {
  readonly clock = new VirtualClock();
  readonly server = new FakeServer(this.clock);
  readonly stored = new Map<string, string>();
  readonly tabs = new Set<FakeTab>();
  isOnline = true;
  private claims: Claim[] = [];

  openTab(): FakeTab {
    const tab = new FakeTab(this);
    this.tabs.add(tab);
    tab.client.start();
    return tab;
  }

  setOnline(online: boolean): void {
    this.isOnline = online;
    if (!online) for (const socket of this.server.sockets) socket.mute = true;
    for (const tab of this.tabs) tab.signal(online ? "online" : "offline");
  }

  /** The first claim on a name is the one that holds. */
  hold(claim: Claim, steal: boolean): Cancel {
    const holder = this.claims.find(({ name }) => name === claim.name);
    if (holder && steal) {
      this.claims = this.claims.filter((other) => other !== holder);
      this.claims.unshift(claim);
      this.clock.after(0, holder.onLoss);
    } else this.claims.push(claim);
    if (!holder || steal) this.clock.after(0, claim.onGain);
    return () => this.release(claim);
  }

  private release(claim: Claim): void {
    const held = this.claims.find(({ name }) => name === claim.name) === claim;
    this.claims = this.claims.filter((other) => other !== claim);
    const next = this.claims.find(({ name }) => name === claim.name);
    if (held && next) this.clock.after(0, next.onGain);
  }
}

export class FakeTab {
  readonly client: Client;
  private readonly browser: FakeBrowser;
  private readonly onSignal = new Set<(signal: Signal) => void>();
  private readonly onStore = new Set<(key: string) => void>();

  constructor(browser: FakeBrowser) {
    this.browser = browser;
    this.client = new Client(this.world(), { widget: "w1", lang: "en" });
  }

  /** As a reload or a crash does: nothing is said goodbye to. */
  close(): void {
    this.browser.tabs.delete(this);
    this.client.stop();
  }

  signal(signal: Signal): void {
    for (const run of this.onSignal) run(signal);
  }

  /** Another tab, or somebody else, has written to the store. */
  stored(key: string): void {
    for (const run of this.onStore) run(key);
  }

  texts(): string[] {
    return this.client.view.messages.map(({ text }) => text);
  }

  private world(): World {
    const { clock, server, stored } = this.browser;
    return {
      now: () => clock.now,
      random: () => 0.5,
      after: (delayMs, run) => clock.after(delayMs, run),
      dial: () => server.dial(),
      post: (body) => ({ answer: server.post(body), abort: () => undefined }),
      online: () => this.browser.isOnline,
      onSignal: (run) => subscribe(this.onSignal, run),
      store: {
        get: (key) => stored.get(key) ?? null,
        set: (key, value) => {
          stored.set(key, value);
          this.tellOthers(key);
        },
        remove: (key) => {
          if (stored.delete(key)) this.tellOthers(key);
        },
        keys: () => [...stored.keys()],
      },
      onStore: (run) => subscribe(this.onStore, run),
      hold: (name, steal, onGain, onLoss) => this.browser.hold({ name, onGain, onLoss }, steal),
    };
  }

  private tellOthers(key: string): void {
    for (const tab of this.browser.tabs) {
      if (tab === this) continue;
      this.browser.clock.after(1, () => {
        tab.stored(key);
      });
    }
  }
}

function subscribe<T>(runs: Set<T>, run: T): Cancel {
  runs.add(run);
  return () => runs.delete(run);
}
