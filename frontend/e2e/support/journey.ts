// What every journey starts from: a running centre that is open, and people who come to it.

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
} from "@playwright/test";
import { Cable } from "./cable";
import { Customer } from "./customer";
import { Desk } from "./desk";
import { Server } from "./server";
import { Site } from "./site";
import { ADMINISTRATOR, Staff } from "./staff";

export { expect } from "@playwright/test";

/** People, each in a browser of their own. */
export class People {
  private readonly browser: Browser;
  private readonly server: Server;
  private readonly contexts: BrowserContext[] = [];
  private readonly cables: Cable[] = [];
  private readonly sites: Site[] = [];
  private readonly emails = new Set<string>();

  constructor(browser: Browser, server: Server) {
    this.browser = browser;
    this.server = server;
  }

  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext(options);
    this.contexts.push(context);
    return context;
  }

  /** A customer on the shop's page, the chat not opened yet. */
  async customer(name: string, address = this.server.address): Promise<Customer> {
    return Customer.visit(await this.context(), address, name);
  }

  async desk(
    email: string,
    route = "/work",
    options: BrowserContextOptions = {},
    address = this.server.address,
  ): Promise<Desk> {
    this.emails.add(email);
    return Desk.open(await this.context(options), address, email, route);
  }

  /** An agent who takes contacts. */
  async agent(email: string, address = this.server.address): Promise<Desk> {
    const desk = await this.desk(email, "/work", {}, address);
    await desk.goOnQueue();
    return desk;
  }

  async cable(): Promise<Cable> {
    const cable = await Cable.to(this.server);
    this.cables.push(cable);
    return cable;
  }

  async site(): Promise<Site> {
    const site = await Site.open();
    this.sites.push(site);
    return site;
  }

  /** Everybody goes home: nobody is left on queue for the next journey. */
  async goHome(): Promise<void> {
    for (const email of this.emails) {
      const staff = await Staff.signIn(this.server, email);
      // Not "off": that is refused to those who have not finished their contacts. Who has no
      // desk any more is refused as well, and gets no offers.
      const meeting = { state: "meeting", reason: "" };
      if (staff.isAgent) await staff.call("POST", "/floor/state", meeting).catch(() => undefined);
    }
    for (const context of this.contexts) await context.close();
    for (const cable of this.cables) await cable.remove();
    for (const site of this.sites) site.close();
  }
}

interface Given {
  people: People;
}

interface GivenToAll {
  /** One server for all journeys of a worker; who kills it or changes its hours starts another. */
  server: Server;
}

export const test = base.extend<Given, GivenToAll>({
  server: [
    // Playwright reads the names of what is needed from here.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await openCentre();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
  people: async ({ browser, server }, use) => {
    const people = new People(browser, server);
    await use(people);
    await people.goHome();
  },
});

/** The demo's centre, open at all hours, with offers that last as long as a journey needs. */
export async function openCentre(): Promise<Server> {
  const server = await Server.start();
  const administrator = await Staff.signIn(server, ADMINISTRATOR);
  await administrator.openQueues();
  return server;
}

/** The address of somebody in the demo's centre. */
export function at(name: string): string {
  return `${name}@demo.onqueue.test`;
}
