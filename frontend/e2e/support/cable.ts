// The network between a browser and the server, which can be cut: connections die without a
// word, and new ones are refused, until it is mended.

import {
  type AddressInfo,
  type Server as Listener,
  type Socket,
  connect,
  createServer,
} from "node:net";
import type { Server } from "./server";

export class Cable {
  readonly address: string;
  private readonly listener: Listener;
  private readonly open: Set<Socket>;
  private whole: boolean;

  private constructor(listener: Listener, port: number) {
    this.listener = listener;
    this.open = new Set();
    this.whole = true;
    this.address = `http://127.0.0.1:${port}`;
  }

  static async to(server: Server): Promise<Cable> {
    const listener = createServer();
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    const cable = new Cable(listener, (listener.address() as AddressInfo).port);
    listener.on("connection", (near) => cable.join(near, server.port));
    return cable;
  }

  cut(): void {
    this.whole = false;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.whole = true;
  }

  async remove(): Promise<void> {
    this.cut();
    await new Promise((done) => this.listener.close(done));
  }

  private join(near: Socket, port: number): void {
    if (!this.whole) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(socket);
      socket.pipe(other);
      // An error is followed by a close.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
  }
}
