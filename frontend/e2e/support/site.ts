// Somebody's own web site, on another origin than the server: pages that embed the widget.

import { type Server as Listener, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export class Site {
  readonly origin: string;
  /** What every page of the site has in its body. */
  body = "";
  private readonly listener: Listener;

  private constructor(listener: Listener) {
    this.listener = listener;
    this.origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    listener.on("request", (_, answer) => {
      answer.setHeader("content-type", "text/html; charset=utf-8");
      answer.end(`<!doctype html><html lang="en"><title>A site</title><body>${this.body}</body>`);
    });
  }

  static async open(): Promise<Site> {
    const listener = createServer();
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    return new Site(listener);
  }

  close(): void {
    this.listener.close();
    this.listener.closeAllConnections();
  }
}
